"use client";

import { useTimeZone } from "#components/ui/use-time-zone";
import { drillTime } from "#domain/clocks";
import type { DrillClock } from "#domain/event";
import { ageWords, zonedTime, zuluTime } from "#domain/time-words";
import { useMsOnPage } from "./use-ms-on-page.ts";

/** What a visitor may know of the running drill before he sits down. */
export type DrillNow = {
  id: string;
  title: string;
  clock: DrillClock;
  declaredAt: string;
  totals: { total: number; affected: number; silent: number };
};

type Props = { drill: DrillNow; renderedAt: string };

/** The drill in four numbers; its clock runs on. */
export const DrillStrip = ({ drill, renderedAt }: Props) => {
  const now = drillTime(drill.clock, Date.parse(renderedAt) + useMsOnPage());
  const zone = useTimeZone();
  const local = zone === null ? "" : `${zonedTime(now, zone).time} ${zonedTime(now, zone).zone}, `;
  const { total, affected, silent } = drill.totals;
  return (
    <dl className="strip">
      <div>
        <dt>Exercise clock</dt>
        <dd>
          {zuluTime(now)} <small>{`${local}${ageWords(now - Date.parse(drill.declaredAt))} in`}</small>
        </dd>
      </div>
      <div>
        <dt>Affected</dt>
        <dd>
          {affected} of {total} <small>organisations</small>
        </dd>
      </div>
      <div>
        <dt>Not heard from</dt>
        <dd>
          {silent} <small>organisations</small>
        </dd>
      </div>
      <div>
        <dt>Time-lapse</dt>
        <dd>
          {drill.clock.paused ? "Paused" : `${drill.clock.speed} ×`} <small>the speed of that day</small>
        </dd>
      </div>
    </dl>
  );
};
