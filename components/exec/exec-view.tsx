"use client";

import { lazy, Suspense, useMemo } from "react";
import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { useHears } from "#components/frame/use-hears";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { buttonClass } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { PageLink } from "#components/ui/page-link";
import { useTimeZone } from "#components/ui/use-time-zone";
import type { Board } from "#domain/board";
import { incidentPath } from "#domain/first-screen";
import { recoveryOf } from "#domain/recovery";
import { summaryOf } from "#domain/summary";
import { zonedTime, zuluTime } from "#domain/time-words";
import { totalsOf } from "#domain/totals";
import { AskCommander } from "./ask-commander.tsx";
import { FiveNumbers } from "./five-numbers.tsx";
import { LastWord } from "./last-word.tsx";
import { OwnOrganisation } from "./own-organisation.tsx";
import { RecoveryChart } from "./recovery-chart.tsx";
import { SectorBars } from "./sector-bars.tsx";
import "./exec.css";

const EndingNote = lazy(async () => ({ default: (await import("#components/incident/ending-note")).EndingNote }));

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const whole = (board: Board): Board => board;

/** Everything is reckoned once for each board and minute. */
const picture = (board: Board, now: number, isHeard: boolean) => {
  const from = Math.max(Date.parse(board.incident.declaredAt), now - DAY);
  const totals = totalsOf(board, now);
  return { from, totals, points: recoveryOf(board, from, now), sentence: summaryOf(board, now, isHeard, totals) };
};

/** Where it stands, in ten seconds: read from the top, nothing to fill in. */
export const ExecView = () => {
  const { incidentId, viewer } = useRoom();
  const board = useBoard(incidentId, whole);
  const now = Math.floor(useIncidentNow() / MINUTE) * MINUTE;
  const isOver = board.incident.closedAt !== null;
  const hears = useHears(board);
  const isHeard = hears(null);
  const silent = isHeard ? "not heard from" : "not known to you";
  const { from, totals, points, sentence } = useMemo(() => picture(board, now, isHeard), [board, now, isHeard]);
  const zone = useTimeZone();
  const local = zone === null ? null : zonedTime(now, zone);
  return (
    <div className="exec">
      <section className="say" aria-label="Situation">
        <p>{sentence}</p>
        {isOver ? (
          <Suspense>
            <EndingNote />
          </Suspense>
        ) : null}
      </section>
      <FiveNumbers board={board} totals={totals} points={points} now={now} isHeard={isHeard} silent={silent} />
      <RecoveryChart points={points} from={from} now={now} />
      <SectorBars sectors={totals.sectors} />
      <OwnOrganisation board={board} organisation={viewer.organisation} now={now} hears={hears} />
      <LastWord board={board} now={now} />
      <p className="as-of">
        <Icon name="clock" />
        <span>
          <b>As of {zuluTime(now)}</b>
          {local === null ? "" : ` (${local.time} ${local.zone})`}, {totals.silent} {silent}
        </span>
      </p>
      <div className="exec-actions">
        <PageLink className={buttonClass({ size: "big" })} href={incidentPath(incidentId, "catchup")}>
          Since you last looked
        </PageLink>
        {isOver ? null : <AskCommander />}
      </div>
    </div>
  );
};
