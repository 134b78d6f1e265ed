"use client";

import { useBoard, useSend } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Segments } from "#components/ui/segments";
import type { Board } from "#domain/board";
import { momentsAfter } from "#domain/drill-moments";
import { may } from "#domain/policy";
import { stampWords } from "#domain/time-words";
import "./drill.css";

const SPEEDS = ["1", "10", "60", "300"] as const;

const clockOf = (board: Board): Board["incident"]["clock"] => board.incident.clock;

/** How fast the day goes by, for the commander of a drill: pause, speed, jump ahead. Nothing for anybody else. */
export const DrillControls = () => {
  const { incidentId, viewer } = useRoom();
  const clock = useBoard(incidentId, clockOf);
  const now = useIncidentNow();
  const send = useSend(incidentId);
  if (clock === null || !may(viewer, "drill.pace")) return null;
  const ahead = momentsAfter(now);
  const pace = (change: { speed?: number; paused?: boolean; jumpTo?: string }) =>
    void send({ kind: "drill.pace", ...change });
  return (
    <section className="drill-controls" aria-label="Pace of the exercise">
      <Button size="slim" aria-pressed={clock.paused} onClick={() => pace({ paused: !clock.paused })}>
        <Icon name={clock.paused ? "play" : "pause"} />
        {clock.paused ? "Let it run" : "Stop the clock"}
      </Button>
      <Segments
        legend="Speed of the exercise"
        name="drill-speed"
        value={SPEEDS.find((speed) => Number(speed) === clock.speed) ?? null}
        segments={SPEEDS.map((speed) => ({ value: speed, label: `${speed} ×` }))}
        onChoose={(speed) => pace({ speed: Number(speed) })}
      />
      {ahead.length === 0 ? null : (
        <select
          className="input"
          aria-label="Jump ahead to"
          value=""
          onChange={({ target }) => {
            if (target.value !== "") pace({ jumpTo: target.value });
          }}
        >
          <option value="">Jump ahead to</option>
          {ahead.map(({ at, name }) => (
            <option key={at} value={at}>
              {`${stampWords(Date.parse(at), now)}: ${name}`}
            </option>
          ))}
        </select>
      )}
    </section>
  );
};
