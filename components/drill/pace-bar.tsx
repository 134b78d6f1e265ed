"use client";

import { useState } from "react";
import { useSend } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Segments } from "#components/ui/segments";
import { momentsAfter } from "#domain/drill-moments";
import type { DrillClock } from "#domain/event";
import { stampWords } from "#domain/time-words";
import "./drill.css";

const SPEEDS = [1, 10, 60, 300];

/** The speeds to choose from; the running one is always among them. */
export const speedsWith = (running: number): string[] =>
  [...new Set([...SPEEDS, running])].sort((a, b) => a - b).map(String);

/** Pause, speed, and the moments that are still to come. */
export const PaceBar = ({ clock }: { clock: DrillClock }) => {
  const now = useIncidentNow();
  const send = useSend(useRoom().incidentId);
  const ahead = momentsAfter(now);
  const [wish, setWish] = useState("");
  const target = ahead.find(({ at }) => at === wish);
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
        value={String(clock.speed)}
        segments={speedsWith(clock.speed).map((speed) => ({ value: speed, label: `${speed} ×` }))}
        onChoose={(speed) => pace({ speed: Number(speed) })}
      />
      {ahead.length === 0 ? null : (
        <select
          className="input"
          aria-label="Jump ahead to"
          value={target?.at ?? ""}
          onChange={(event) => setWish(event.target.value)}
        >
          <option value="">Jump ahead to</option>
          {ahead.map(({ at, name }) => (
            <option key={at} value={at}>
              {`${stampWords(Date.parse(at), now)}: ${name}`}
            </option>
          ))}
        </select>
      )}
      {target === undefined ? null : (
        <>
          <Button
            size="slim"
            tone="primary"
            onClick={() => {
              pace({ jumpTo: target.at });
              setWish("");
            }}
          >
            Jump
          </Button>
          <span role="status">
            The clock goes to {stampWords(Date.parse(target.at), now)} for everybody, and not back.
          </span>
        </>
      )}
    </section>
  );
};
