import { byOf } from "#domain/actor";
import { incidentTime, toIso } from "#domain/clocks";
import type { CommandOf } from "#domain/command";
import type { EventBodies } from "#domain/event";
import { raises } from "#domain/marking";
import { forbidden, Refusal } from "#domain/refusal";
import type { Visibility } from "#domain/visibility";
import type { Marking } from "#domain/words";
import { changeSeen, emptyEvent, readAbout, readLastStatement } from "#server/journal/read";
import { rewritten } from "#server/journal/rewrite";
import { dropSnapshots } from "#server/journal/snapshot";
import { type Deciding, demand, type Handler, organisationIn, seenLike, visibleEntry } from "./deciding.ts";

type Post = CommandOf<"update.post">;

const isRelayed = (command: { organisation: string }, { actor }: Deciding): boolean =>
  command.organisation !== actor.organisation;

/** Only an organisation speaks for itself; the command staff may relay, and a correction is the author's alone. */
const demandPost = async (command: Post, deciding: Deciding): Promise<void> => {
  const { organisation } = command;
  const relayed = isRelayed(command, deciding);
  demand(deciding, relayed ? "update.relay" : "update.post", { organisation });
  const staff = ["commander", "deputy", "scribe"].includes(deciding.actor.role);
  if (command.status !== undefined && !(staff && !relayed)) demand(deciding, "status.set", { organisation });
  if (command.corrects === undefined) return;
  const { event } = await visibleEntry(deciding, command.corrects);
  if (event.kind !== "update.posted" || event.organisation !== organisation) {
    throw new Refusal("invalid", "A correction corrects an update of the same organisation.", { field: "corrects" });
  }
  demand(deciding, "update.correct", { author: event.by.person });
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

const seenOf = (command: Post, deciding: Deciding): Visibility => ({
  marking: command.marking ?? deciding.roster.defaultMarking,
  origin: command.organisation,
  author: deciding.actor.person,
  ...(command.audience === undefined ? {} : { audience: command.audience }),
  ...(command.marking === "TLP:RED" ? { named: command.audience?.people ?? [] } : {}),
  ...(command.corrects === undefined ? {} : { about: command.corrects }),
});

export const postUpdate: Handler<"update.post"> = async (command, deciding) => {
  organisationIn(deciding, command.organisation);
  await demandPost(command, deciding);
  demandContent(command);
  const relayed = isRelayed(command, deciding);
  const now = toIso(incidentTime({ clock: deciding.roster.clock, closedAt: null }, deciding.at.getTime()));
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
  return { kind: "update.posted", by: byOf(deciding.actor), body, seen: seenOf(command, deciding) };
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
    seen: seenLike(deciding, last),
  };
};

const demandStatement = (kind: string): void => {
  if (kind !== "update.posted" && kind !== "comment.posted") {
    throw new Refusal("conflict", "Only what somebody wrote can be redacted or marked anew.");
  }
};

/** Content goes for ever; who could see it keeps a tombstone. */
export const redactUpdate: Handler<"update.redact"> = async (command, deciding) => {
  const entry = await visibleEntry(deciding, command.event);
  demandStatement(entry.event.kind);
  demand(deciding, "update.redact", { author: entry.seen.author, organisation: entry.seen.origin ?? undefined });
  const seen: Visibility = { ...entry.seen, author: deciding.actor.person, about: command.event };
  return {
    kind: "update.redacted",
    by: byOf(deciding.actor),
    body: { event: command.event, reason: command.reason },
    seen,
    rewrite: { event: command.event, before: entry.seen, after: "redacted" },
    effect: async (tx) => {
      await emptyEvent(tx, entry);
      await dropSnapshots(tx, deciding.incident);
    },
  };
};

const markedAnew = (seen: Visibility, marking: Marking, people: readonly string[] | undefined): Visibility => {
  const { named: _named, ...rest } = seen;
  return { ...rest, marking, ...(marking === "TLP:RED" ? { named: people ?? [] } : {}) };
};

/** Raising is open to the staff; lowering only to the organisation the item came from. */
export const setMarking: Handler<"update.set-marking"> = async (command, deciding) => {
  const entry = await visibleEntry(deciding, command.event);
  demandStatement(entry.event.kind);
  const { seen } = entry;
  if (seen.marking === command.marking) throw new Refusal("conflict", "The item carries this marking already.");
  const action = raises(seen.marking, command.marking) ? "marking.raise" : "marking.lower";
  demand(deciding, action, { author: seen.author, organisation: seen.origin ?? undefined });
  if (command.people !== undefined && seen.author !== deciding.actor.person) {
    throw forbidden("Only the author names the people of a TLP:RED item.");
  }
  const after = markedAnew(seen, command.marking, command.people);
  const rewrite = { event: command.event, before: seen, after };
  const onIt = await readAbout(deciding.db, deciding.incident, [command.event]);
  return {
    kind: "update.marking-set",
    by: byOf(deciding.actor),
    body: { event: command.event, to: command.marking, was: seen.marking, reason: command.reason },
    seen: { ...seenLike(deciding, entry), ...visibleToBoth(seen, after), about: command.event },
    rewrite,
    effect: async (tx) => {
      await changeSeen(
        tx,
        [entry, ...onIt].map((line) => rewritten(line, rewrite)),
      );
      await dropSnapshots(tx, deciding.incident);
    },
  };
};

/** The line that says so has the readers of the stricter of the two markings. */
const visibleToBoth = (before: Visibility, after: Visibility): Visibility =>
  raises(before.marking, after.marking) ? after : before;
