import { catchUpOf } from "#domain/catch-up";
import type { CatchUpLine } from "#domain/catch-up-line";
import type { Event } from "#domain/event";
import { strictest } from "#domain/marking";
import type { Marking } from "#domain/words";
import type { Me } from "#server/access/me";
import type { Context } from "#server/context";
import { running } from "#server/running";
import { markOf } from "./read-mark.ts";
import { orNull } from "./read-room.ts";
import { boardAt, boardNow, visibleBetween } from "./viewing.ts";

export type CatchUp = {
  /** When the person last marked what was read, or joined; null at the very beginning. */
  since: string | null;
  /** To be sent back with `read.mark`. */
  until: string;
  lines: CatchUpLine[];
  /** The strictest of what it sums up. */
  marking: Marking;
};

/** What happened since the person's own read mark, or since a cursor; the same events give the same lines. */
export const catchUp = async (
  context: Context,
  person: string,
  incident: string,
  cursor?: string,
): Promise<CatchUp> => {
  const { view, ...after } = await boardNow(context, person, incident);
  const { viewer } = view;
  const mark = await markOf(context, person, incident);
  const asked = cursor ? (context.cursors.placeOf(cursor, incident) ?? 0) : null;
  const from = Math.min(asked ?? mark?.place ?? 0, after.place);
  const events: Event[] = [];
  for await (const entries of visibleBetween(context, view, from, after.place)) {
    // One's own read marks are no part of what happened, and would mark it TLP:RED.
    events.push(...entries.map((entry) => entry.event).filter(({ kind }) => kind !== "read.marked"));
  }
  const now = context.now().getTime();
  const since = asked === null && mark !== null ? mark.at.toISOString() : (events[0]?.at ?? null);
  return {
    since: from === 0 ? null : since,
    marking: strictest(events.flatMap((event) => ("marking" in event ? [event.marking] : []))),
    until: context.cursors.feedCursor(incident, after.place, view.rights),
    lines: catchUpOf({
      before: await boardAt(context, view, from),
      after: after.board,
      events,
      since: since === null ? now : Date.parse(since),
      now,
      viewer: { person, organisation: viewer.organisation },
    }),
  };
};

export const readCatchUp = (me: Me, incident: string) => orNull(catchUp(running(), me.person.id, incident));
