import { Moment } from "#components/ui/moment";
import type { Board, FeedItem } from "#domain/board";

/** The newest item that the command pinned, if it has words. */
export const lastPinned = ({ feed }: Board): FeedItem | null => feed.findLast((item) => item.pinned === true) ?? null;

const textOf = ({ event }: FeedItem): string | null =>
  "text" in event && event.text !== undefined ? event.text : null;

type Props = { board: Board; now: number };

/** What the command holds up: the last pinned word, or where the incident stands when nothing is pinned. */
export const LastWord = ({ board, now }: Props) => {
  const item = lastPinned(board);
  const text = item === null ? null : textOf(item);
  const { incident } = board;
  if (item === null || text === null || item.event.kind === "redacted") {
    return (
      <section className="word" aria-label="Last word of the command">
        <p>
          <b>Nothing pinned yet.</b> <bdi>{incident.commander.name}</bdi> commands since{" "}
          <Moment at={incident.declaredAt} now={now} />.
        </p>
      </section>
    );
  }
  const organisation = item.event.kind === "update.posted" ? board.organisations[item.event.organisation] : undefined;
  const at = item.event.kind === "update.posted" ? item.event.asOf : item.event.at;
  return (
    <section className="word" aria-label="Last pinned word">
      <p className="word-text">
        <b>
          Pinned <Moment at={at} now={now} />
        </b>{" "}
        {organisation === undefined ? null : <span className="code">{organisation.code}</span>} <bdi>{text}</bdi>
      </p>
    </section>
  );
};
