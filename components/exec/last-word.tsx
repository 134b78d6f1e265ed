import type { Board, FeedItem } from "#domain/board";
import { stampWords } from "#domain/time-words";

/** The newest item that the command pinned: of the board's, else the one the page was rendered with. */
export const lastPinned = ({ feed }: Board, rendered: FeedItem | null): FeedItem | null => {
  const id = rendered?.event.id;
  // What was said of the rendered one since (redacted, marked anew) shows on the board alone.
  const isOutdated = feed.some(({ event }) => event.id === id || ("event" in event && event.event === id));
  return feed.findLast((item) => item.pinned === true) ?? (isOutdated ? null : rendered);
};

const textOf = ({ event }: FeedItem): string | null =>
  "text" in event && event.text !== undefined ? event.text : null;

type Props = { board: Board; pinned: FeedItem | null; now: number };

/** What the command holds up: the last pinned word, or where the incident stands when nothing is pinned. */
export const LastWord = ({ board, pinned, now }: Props) => {
  const item = lastPinned(board, pinned);
  const text = item === null ? null : textOf(item);
  const { incident, organisations } = board;
  const event = text === null ? undefined : item?.event;
  const said = event?.kind === "update.posted" ? event : undefined;
  const code = said && organisations[said.organisation]?.code;
  return (
    <section className="word" aria-label="Last word of the command">
      {event === undefined ? (
        <p>
          <b>Nothing pinned yet.</b> <bdi>{incident.commander.name}</bdi> commands since{" "}
          {stampWords(Date.parse(incident.declaredAt), now)}.
        </p>
      ) : (
        <p className="word-text">
          <b>Pinned {stampWords(Date.parse(said?.asOf ?? event.at), now)}</b>{" "}
          {code === undefined ? null : <span className="code">{code}</span>} <bdi>{text}</bdi>
        </p>
      )}
    </section>
  );
};
