"use client";

import { useBoard } from "#client/use-incident";
import { useServerNow } from "#client/use-server-now";
import { useRoom } from "#components/frame/room";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { Moment } from "#components/ui/moment";
import type { Board } from "#domain/board";
import type { CatchUpLine } from "#domain/catch-up-line";
import { incidentPath } from "#domain/first-screen";
import { spanWords } from "#domain/time-words";
import { CatchUpRow } from "./catch-up-row.tsx";
import { GROUP_ORDER, GROUP_TITLES, groupOf, weightOf } from "./catch-up-words.ts";
import { MarkRead } from "./mark-read.tsx";
import "./catch-up.css";

type Props = {
  /** When the reader last marked what he read; null for somebody who never did. */
  since: string | null;
  until: string;
  lines: readonly CatchUpLine[];
};

const hasOwnClock = (board: Board): boolean => board.incident.clock !== null;

const Head = ({ since, lines }: Pick<Props, "since" | "lines">) => {
  const now = useServerNow(60_000);
  // The read mark is a moment of the reader's day; a drill shows another one.
  const isTimeLapse = useBoard(useRoom().incidentId, hasOwnClock);
  return (
    <div>
      <h2 className="catch-title">{since === null ? "What has happened so far" : "Since you were away"}</h2>
      <p className="text-muted">
        {since === null ? null : (
          <>
            {isTimeLapse ? null : (
              <>
                From <Moment at={since} now={now} local />,{" "}
              </>
            )}
            {spanWords(now - Date.parse(since))} ago.{" "}
          </>
        )}
        {lines.length === 0 ? "Nothing happened." : lines.length === 1 ? "In one line." : `In ${lines.length} lines.`}
      </p>
    </div>
  );
};

/** What happened while the reader was away: what is addressed to him first, every line a link. */
export const CatchUp = ({ since, until, lines }: Props) => {
  const { incidentId } = useRoom();
  const now = useIncidentNow();
  const groups = GROUP_ORDER.map((of) => ({ of, list: lines.filter((line) => groupOf(line) === of) }));
  return (
    <>
      <div className="catch-head">
        <Head since={since} lines={lines} />
        <span className="catch-actions">
          <MarkRead until={until} />
        </span>
      </div>
      <div className="catch-groups">
        {groups
          .filter(({ list }) => list.length > 0)
          .map(({ of, list }) => (
            <section key={of} className={`catch-group is-${of}`} aria-label={GROUP_TITLES[of]}>
              <h3>
                {GROUP_TITLES[of]}
                <span className="text-muted">{list.reduce((sum, line) => sum + weightOf(line), 0)}</span>
              </h3>
              <ul>
                {list.map((line) => (
                  <CatchUpRow key={JSON.stringify(line)} line={line} root={incidentPath(incidentId)} now={now} />
                ))}
              </ul>
            </section>
          ))}
      </div>
    </>
  );
};
