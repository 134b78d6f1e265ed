import { byOf } from "#domain/actor";
import { incidentTime, toIso } from "#domain/clocks";
import type { CommandOf } from "#domain/command";
import type { EventBodies } from "#domain/event";
import type { OrganisationId, PersonId } from "#domain/ids";
import { raises, stricter } from "#domain/marking";
import { forbidden, notFound, Refusal } from "#domain/refusal";
import { markedAnew, rewritten, saysSo } from "#domain/rewrite";
import { defaultMarkingOf, type Entry } from "#domain/roster";
import { ontoOf, sees, type Visibility } from "#domain/visibility";
import { isWithheld } from "#domain/withheld";
import type { Marking } from "#domain/words";
import { changeSeen, emptyEvent, readEntry, readLastStatement, readStandingOn } from "#server/journal/read";
import { dropSnapshots } from "#server/journal/snapshot";
import {
  type Deciding,
  demand,
  demandHere,
  type Handler,
  namedEntry,
  organisationIn,
  seenLike,
  visibleEntry,
} from "./deciding.ts";

type Post = CommandOf<"update.post">;

const isRelayed = (command: { organisation: string }, { actor }: Deciding): boolean =>
  command.organisation !== actor.organisation;

/**
 * Only an organisation speaks for itself, and its liaison alone says how it stands. The command staff may relay for
 * others, never for their own; a correction is the author's alone.
 */
const demandPost = async (command: Post, deciding: Deciding): Promise<Entry | null> => {
  const { organisation } = command;
  const relayed = isRelayed(command, deciding);
  demand(deciding, relayed ? "update.relay" : "update.post", { organisation });
  if (command.status !== undefined) demand(deciding, "status.set", { organisation });
  if (command.corrects === undefined) return null;
  const corrected = await visibleEntry(deciding, command.corrects);
  const { event } = corrected;
  if (event.kind !== "update.posted" || event.organisation !== organisation) {
    throw new Refusal("invalid", "A correction corrects an update of the same organisation.", { field: "corrects" });
  }
  demand(deciding, "update.correct", { author: event.by.person });
  return corrected;
};

const demandContent = (command: Post): void => {
  const says = [command.status, command.exposure, command.text, command.nextDue].some((part) => part !== undefined);
  if (says || (command.figures?.length ?? 0) > 0) return;
  throw new Refusal("invalid", "An update says something: a status, a figure, a text or when the next word comes.");
};

const sourceOf = (command: Post, relayed: boolean): NonNullable<Post["source"]> => {
  if (!relayed) return command.source ?? "own";
  if (command.source === undefined || command.source === "own") {
    throw new Refusal("invalid", "Say how you heard it: phone, mail, monitor or public report.", { field: "source" });
  }
  return command.source;
};

const seenOf = (command: Post, deciding: Deciding, corrected: Entry | null): Visibility => {
  const defaultMarking = defaultMarkingOf(deciding.roster, command.organisation);
  const before = corrected?.seen;
  const marking = command.marking ?? (before === undefined ? defaultMarking : stricter(before.marking, defaultMarking));
  const audience = command.audience ?? before?.audience;
  return {
    marking,
    origin: command.organisation,
    author: deciding.actor.person,
    ...(audience === undefined ? {} : { audience }),
    ...(marking === "TLP:RED" ? { named: command.audience?.people ?? before?.named ?? [] } : {}),
    ...(corrected === null ? {} : { about: corrected.event.id, ...ontoOf(corrected.seen, deciding.actor.person) }),
  };
};

/** A correction names what it corrects, so it reaches nobody who may not see that. */
const demandNarrower = ({ roster }: Deciding, seen: Visibility, corrected: Entry | null): void => {
  if (corrected === null) return;
  const widens = [...roster.people.values()].some(
    (person) => sees(person, seen, roster.sharing) && !sees(person, corrected.seen, roster.sharing),
  );
  if (!widens && !raises(seen.marking, corrected.seen.marking)) return;
  throw new Refusal("invalid", "A correction cannot reach more people than what it corrects.", { field: "marking" });
};

/** Only a status that the others may not read is counted in without being shown. */
const demandCountable = ({ countUsIn, status }: Post, { marking }: Visibility): void => {
  if (countUsIn !== true || (status !== undefined && isWithheld(marking))) return;
  throw new Refusal("invalid", "Only a status marked TLP:AMBER+STRICT or TLP:RED is counted in without being shown.", {
    field: "countUsIn",
  });
};

export const postUpdate: Handler<"update.post"> = async (command, deciding) => {
  organisationIn(deciding, command.organisation);
  const corrected = await demandPost(command, deciding);
  demandContent(command);
  demandHere(deciding, command.audience);
  const seen = seenOf(command, deciding, corrected);
  demandNarrower(deciding, seen, corrected);
  demandCountable(command, seen);
  const relayed = isRelayed(command, deciding);
  // What was written while the line was down is as of when it was written.
  const written = command.writtenAt === undefined ? deciding.at.getTime() : Date.parse(command.writtenAt);
  const nowMs = incidentTime({ clock: deciding.roster.clock, closedAt: null }, written);
  demandNear(command, nowMs);
  const now = toIso(nowMs);
  const { id: _id, kind: _kind, marking: _marking, asOf, asOfPrecision, confidence, ...content } = command;
  const body: EventBodies["update.posted"] = {
    ...given(content),
    organisation: command.organisation,
    asOf: asOf ?? now,
    asOfPrecision: asOfPrecision ?? "minute",
    source: sourceOf(command, relayed),
    confidence: confidence ?? (relayed ? "likely" : "confirmed"),
    ...(relayed ? { relayed: true } : {}),
  };
  return { kind: "update.posted", by: byOf(deciding.actor), body, seen };
};

/** Longer than any night or weekend: what lies beyond is a mistake, or a way to be silent. */
const PROMISE_MAX_MS = 7 * 86_400_000;

const demandNear = ({ nextDue }: Post, now: number): void => {
  if (nextDue === undefined || Date.parse(nextDue) <= now + PROMISE_MAX_MS) return;
  throw new Refusal("invalid", "The next word can be promised for the next seven days at most.", { field: "nextDue" });
};

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Leaves out what was not given, so that events hold no empty fields. */
const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;

/** "Nothing new, still true": renews the last statement, for those who may see that statement. */
export const renewUpdate: Handler<"update.renew"> = async (command, deciding) => {
  organisationIn(deciding, command.organisation);
  demand(deciding, "update.post", { organisation: command.organisation });
  const last = await readLastStatement(deciding.db, deciding.incident, command.organisation);
  if (last === null) throw new Refusal("conflict", "There is no status to renew yet: post one first.");
  return {
    kind: "update.renewed",
    by: byOf(deciding.actor),
    body: {
      organisation: command.organisation,
      ...(command.writtenAt === undefined ? {} : { writtenAt: command.writtenAt }),
    },
    // It names no item, so its author may always see it.
    seen: { ...seenLike(deciding, last), onto: deciding.actor.person },
  };
};

/** Whose words it is, by person and organisation: an update's organisation is the one it speaks for. */
const ownerOf = ({ event, seen }: Entry): { author: PersonId; organisation: OrganisationId | undefined } => {
  if (event.kind === "update.posted") return { author: event.by.person, organisation: seen.origin ?? undefined };
  if (event.kind === "comment.posted") return { author: event.by.person, organisation: event.by.organisation };
  throw new Refusal("conflict", "Only what somebody wrote can be redacted or marked anew.");
};

/** Content goes for ever; who could see it keeps a tombstone. */
export const redactUpdate: Handler<"update.redact"> = async (command, deciding) => {
  const { entry } = await namedEntry(deciding, command.event);
  demand(deciding, "update.redact", ownerOf(entry));
  return {
    kind: "update.redacted",
    by: byOf(deciding.actor),
    body: { event: command.event, reason: command.reason },
    seen: seenLike(deciding, entry),
    rewrite: { event: command.event, before: entry.seen, after: "redacted" },
    effect: async (tx) => {
      await emptyEvent(tx, entry);
      await dropSnapshots(tx, deciding.incident);
    },
  };
};

const withMarking = (seen: Visibility, marking: Marking, people: readonly string[] | undefined): Visibility => {
  const { named: _named, ...rest } = seen;
  return { ...rest, marking, ...(marking === "TLP:RED" ? { named: people ?? [] } : {}) };
};

type SetMarking = CommandOf<"update.set-marking">;

/** Only the author names people, when the item becomes TLP:RED or later. */
const demandNaming = (command: SetMarking, deciding: Deciding, entry: Entry): void => {
  const { marking, people } = command;
  if (people !== undefined && marking !== "TLP:RED") {
    throw new Refusal("invalid", "Only a TLP:RED item names people.", { field: "people" });
  }
  if (people === undefined && entry.seen.marking === marking) {
    throw new Refusal("conflict", "The item carries this marking already.");
  }
  if (people === undefined) return;
  if (ownerOf(entry).author !== deciding.actor.person) {
    throw forbidden("Only the author names the people of a TLP:RED item.");
  }
  demandHere(deciding, { people });
};

/** What stands on another item never has more readers than that one. */
const demandNotLaxer = async (command: SetMarking, { db, incident }: Deciding, { seen }: Entry): Promise<void> => {
  const on = seen.about === undefined ? null : await readEntry(db, incident, seen.about);
  if (on !== null && raises(command.marking, on.seen.marking)) {
    throw new Refusal("conflict", `What stands on another item cannot be laxer than it (${on.seen.marking}).`);
  }
};

/** Raising is open to the staff; lowering only to the organisation the item came from. */
export const setMarking: Handler<"update.set-marking"> = async (command, deciding) => {
  const { entry, isShown } = await namedEntry(deciding, command.event);
  const { seen } = entry;
  const lowers = raises(command.marking, seen.marking);
  if (lowers && !isShown) throw notFound();
  demand(deciding, lowers ? "marking.lower" : "marking.raise", ownerOf(entry));
  demandNaming(command, deciding, entry);
  await demandNotLaxer(command, deciding, entry);
  const after = withMarking(seen, command.marking, command.people);
  const onIt = await readStandingOn(deciding.db, deciding.incident, command.event);
  const rewrite = markedAnew(entry, onIt, after);
  return {
    kind: "update.marking-set",
    by: byOf(deciding.actor),
    body: { event: command.event, to: command.marking, was: seen.marking, reason: command.reason },
    seen: saysSo(command.event, seen, after),
    rewrite,
    effect: async (tx) => {
      await changeSeen(tx, rewritten([entry, ...onIt], rewrite));
      await dropSnapshots(tx, deciding.incident);
    },
  };
};
