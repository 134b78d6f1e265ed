"use client";

import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { StatusMark } from "#components/ui/status-mark";
import type { Row, StatusStatement } from "#domain/board";
import { stampWords } from "#domain/time-words";
import { SOURCE_WORDS } from "#domain/words";

/** "relayed by Desk (OPS), by phone, 09:12Z"; the code is missing when its organisation is not on the board. */
export const relayedWords = ({ by, source, at }: StatusStatement, code: string | undefined, now: number): string =>
  [
    `relayed by ${by.name}${code === undefined ? "" : ` (${code})`}`,
    SOURCE_WORDS[source].toLowerCase(),
    stampWords(Date.parse(at), now),
  ].join(", ");

type Props = { row: Row; relayed: StatusStatement; now: number };

/** What others said for the organisation: it is told who said it, and what keeps it or replaces it. */
export const RelayedWord = ({ row, relayed, now }: Props) => {
  const code = useBoard(useRoom().incidentId, ({ organisations }) => organisations[relayed.by.organisation]?.code);
  return (
    <section className="row-relayed" aria-label="Said for you">
      <StatusMark status={relayed.status} />
      <span className="text-muted">{relayedWords(relayed, code, now)}</span>
      {row.text?.event === relayed.event ? <p>{row.text.text}</p> : null}
      <p>
        <b>“No change”</b> makes it your own word. What you send replaces it.
      </p>
    </section>
  );
};
