import { sql } from "drizzle-orm";
import { readMarks } from "#db/schema/tables";
import { byOf } from "#domain/actor";
import { stricter } from "#domain/marking";
import { Refusal } from "#domain/refusal";
import { defaultMarkingOf } from "#domain/roster";
import type { Visibility } from "#domain/visibility";
import { type Deciding, demand, demandHere, type Handler, seenByAll, seenLike, visibleEntry } from "./deciding.ts";

const seenInRoom = (deciding: Deciding): Visibility => ({
  ...seenByAll(deciding),
  marking: defaultMarkingOf(deciding.roster, deciding.actor.organisation),
});

/** On an event it has that one's readers; in the room it carries the incident's default marking. An executive's is a question. */
export const postComment: Handler<"comment.post"> = async (command, deciding) => {
  const seen =
    command.on === "room" ? seenInRoom(deciding) : seenLike(deciding, await visibleEntry(deciding, command.on));
  demand(deciding, "comment.post", { question: command.on === "room" });
  const marking = command.marking === undefined ? seen.marking : stricter(command.marking, seen.marking);
  if (marking === "TLP:RED" && seen.marking !== "TLP:RED") {
    throw new Refusal("invalid", "A comment is not marked TLP:RED on its own: post an update.", { field: "marking" });
  }
  demandHere(deciding, { people: command.mentions });
  const origin = marking === "TLP:AMBER+STRICT" && seen.marking !== marking ? deciding.actor.organisation : seen.origin;
  const body = {
    on: command.on,
    text: command.text,
    ...(command.mentions === undefined ? {} : { mentions: command.mentions }),
  };
  return { kind: "comment.posted", by: byOf(deciding.actor), body, seen: { ...seen, marking, origin } };
};

export const pinEvent: Handler<"event.pin"> = async (command, deciding) => {
  const entry = await visibleEntry(deciding, command.event);
  demand(deciding, "timeline.pin");
  return {
    kind: "event.pinned",
    by: byOf(deciding.actor),
    body: { event: command.event },
    seen: seenLike(deciding, entry),
  };
};

export const acknowledgeEvent: Handler<"event.acknowledge"> = async (command, deciding) => {
  const entry = await visibleEntry(deciding, command.event);
  demand(deciding, "event.acknowledge");
  const body = { event: command.event, organisation: deciding.actor.organisation };
  return { kind: "event.acknowledged", by: byOf(deciding.actor), body, seen: seenLike(deciding, entry) };
};

/** The mark never goes back; it is a line that only its owner sees, so that his other devices follow. */
export const markRead =
  (placeOf: (cursor: string, incident: string) => number | null): Handler<"read.mark"> =>
  (command, deciding) => {
    demand(deciding, "read.mark");
    const place = placeOf(command.cursor, deciding.incident);
    if (place === null) throw new Refusal("invalid", "This is not a cursor of this incident.", { field: "cursor" });
    const { person } = deciding.actor;
    const seen: Visibility = { marking: "TLP:RED", origin: null, author: person, named: [person] };
    return {
      kind: "read.marked",
      by: byOf(deciding.actor),
      body: { upTo: deciding.at.toISOString() },
      seen,
      effect: async (tx) => {
        const at = deciding.at;
        await tx
          .insert(readMarks)
          .values({ incident: deciding.incident, person, place, at })
          .onConflictDoUpdate({
            target: [readMarks.incident, readMarks.person],
            set: { place: sql`greatest(${readMarks.place}, excluded.place)`, at },
          });
      },
    };
  };
