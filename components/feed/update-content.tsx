import type { ReactNode } from "react";
import { countWords } from "#components/board/organisation-words";
import type { EventOf } from "#domain/event";
import { metricLabel } from "#domain/metrics";
import { zuluTime } from "#domain/time-words";
import { EXPOSURE_WORDS } from "#domain/words";

type Posted = EventOf<"update.posted">;

/** Struck through when a later item replaces it; read aloud as "was". */
const Said = ({ isReplaced, children }: { isReplaced: boolean; children: ReactNode }) =>
  isReplaced ? (
    <del>
      <span className="sr-only">was: </span>
      {children}
    </del>
  ) : (
    children
  );

type Props = {
  event: Posted;
  /** What a correction replaces. */
  replaced: ReadonlySet<string>;
};

const Figures = ({ event, replaced }: Props) => (
  <>
    {event.figures?.map((figure) => (
      <span key={figure.metric}>
        <Said isReplaced={replaced.has(figure.metric)}>
          {metricLabel(figure.metric)} <b>{countWords(figure.value)}</b>
        </Said>
      </span>
    ))}
  </>
);

/** What an update says: text, figures, exposure, the next word. */
export const UpdateContent = ({ event, replaced }: Props) => {
  const hasFacts = event.figures !== undefined || event.exposure !== undefined || event.nextDue !== undefined;
  return (
    <>
      {event.text === undefined ? null : (
        <p>
          <Said isReplaced={replaced.has("text")}>
            <bdi>{event.text}</bdi>
          </Said>
        </p>
      )}
      {hasFacts ? (
        <p className="feed-facts">
          <Figures event={event} replaced={replaced} />
          {event.exposure === undefined ? null : (
            <span>
              <Said isReplaced={replaced.has("exposure")}>
                Exposure: <b>{EXPOSURE_WORDS[event.exposure]}</b>
              </Said>
            </span>
          )}
          {event.nextDue === undefined ? null : <span>Next word {zuluTime(Date.parse(event.nextDue))}</span>}
        </p>
      ) : null}
    </>
  );
};
