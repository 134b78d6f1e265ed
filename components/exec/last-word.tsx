import type { Board } from "#domain/board";
import { stampWords } from "#domain/time-words";

type Props = { board: Board; now: number };

/** What the command holds up: the last pinned word, or where the incident stands when nothing is pinned. */
export const LastWord = ({ board, now }: Props) => {
  const { incident, organisations, lastPinned } = board;
  const text = lastPinned !== null && "text" in lastPinned ? lastPinned.text : undefined;
  const event = text === undefined ? null : lastPinned;
  const said = event?.kind === "update.posted" ? event : undefined;
  const code = said && organisations[said.organisation]?.code;
  return (
    <section className="word" aria-label="Last word of the command">
      {event === null ? (
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
