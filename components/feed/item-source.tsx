import type { EventOf } from "#domain/event";
import { RECONSTRUCTED, SOURCE_WORDS } from "#domain/words";

type Posted = EventOf<"update.posted">;

/** The page a public report can be read on; it is never fetched. */
const Reference = ({ reference }: { reference: NonNullable<Posted["reference"]> }) =>
  reference.url === undefined ? (
    reference.title
  ) : (
    <a className="link" href={reference.url} target="_blank" rel="noopener noreferrer nofollow">
      <bdi>{reference.title}</bdi>
    </a>
  );

const sourceWords = (event: Posted): string =>
  event.source === "public-report" ? RECONSTRUCTED : SOURCE_WORDS[event.source];

type Props = {
  event: Posted;
  /** Code of the organisation whose member entered it. */
  enteredBy: string | undefined;
  /** "written 09:10Z, sent 09:31Z", when the line was down in between. */
  delay: string | null;
};

/** Where an update comes from, how sure it is, and what delayed it. */
export const ItemSource = ({ event, enteredBy, delay }: Props) => {
  return (
    <>
      <span>
        {sourceWords(event)}
        {event.relayed ? ", relayed by " : ", "}
        <bdi>{event.relayed ? (enteredBy ?? event.by.name) : event.by.name}</bdi>
        {event.reference === undefined ? null : (
          <>
            : <Reference reference={event.reference} />
          </>
        )}
      </span>
      {event.confidence === "confirmed" ? null : <span className="outlined">{event.confidence}</span>}
      {event.by.standing === "provisional" ? <span className="outlined">not yet vouched for</span> : null}
      {delay === null ? null : <span>{delay}</span>}
    </>
  );
};
