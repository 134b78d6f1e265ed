import * as z from "zod/mini";
import * as f from "./fields.ts";
import { CONFIDENCES, EXPOSURES, MODES, PARTS, PRECISIONS, ROLES, SOURCES, STATUSES } from "./words.ts";

/**
 * A command is a wish: `{id, kind, …fields}` with a UUID made by the client (CONTRACT §4).
 * Unknown keys are refused. One noun a block; a new kind is added here and the compiler asks for the rest.
 */
const command = <const K extends string, S extends z.core.$ZodLooseShape>(kind: K, fields: S) =>
  z.strictObject({ id: f.id, kind: z.literal(kind), ...fields });

const severity = z
  .int("is not a severity from 1 to 5")
  .check(z.gte(1, "is not a severity from 1 to 5"), z.lte(5, "is not a severity from 1 to 5"));

export const incidentCommands = [
  command("incident.declare", {
    title: f.title,
    severity,
    mode: z.enum(MODES),
    template: z.optional(z.string().check(z.maxLength(40))),
    cadenceMin: z.optional(z.int().check(z.gte(5, "is under 5 minutes"), z.lte(1440, "is over a day"))),
    restricted: z.optional(z.boolean()),
    defaultMarking: z.optional(f.marking),
    /** As what the declarer's own organisation takes part; it coordinates unless said otherwise. */
    ownPart: z.optional(z.enum(["affected", "coordinator"])),
  }),
  command("incident.set-severity", { severity, reason: f.reason }),
  command("incident.set-phase", {
    phase: z.enum(["responding", "stabilising", "recovering", "in-review"]),
    reason: f.reason,
  }),
  command("incident.set-sharing", { amberToObservers: z.boolean(), amberToCommunications: z.boolean() }),
  command("incident.close", { resolution: f.updateText }),
  command("incident.reopen", { reason: f.reason }),
  command("drill.pace", {
    speed: z.optional(z.int().check(z.gte(1, "is under 1×"), z.lte(600, "is over 600×"))),
    paused: z.optional(z.boolean()),
    jumpTo: z.optional(f.time),
  }),
] as const;

export const organisationCommands = [
  command("organisation.enter", { organisation: f.id, part: z.optional(z.enum(PARTS)) }),
  command("organisation.answer", {
    organisation: f.id,
    state: z.enum(["taking-part", "declined"]),
    text: z.optional(f.updateText),
  }),
  command("organisation.leave", { organisation: f.id, reason: z.optional(f.reason) }),
  command("organisation.set-default-marking", { organisation: f.id, marking: z.nullable(f.marking) }),
  command("organisation.set-cadence", {
    organisation: f.id,
    cadenceMin: z.nullable(z.int().check(z.gte(5), z.lte(1440))),
  }),
] as const;

export const participantCommands = [
  command("participant.set-role", { person: f.id, role: z.optional(z.enum(ROLES)), organisation: z.optional(f.id) }),
  command("participant.remove", { person: f.id, reason: z.optional(f.reason) }),
  command("participant.vouch", { person: f.id }),
] as const;

export const updateCommands = [
  command("update.post", {
    organisation: f.id,
    status: z.optional(z.enum(STATUSES)),
    exposure: z.optional(z.enum(EXPOSURES)),
    figures: z.optional(z.array(f.figure).check(z.maxLength(f.LIMITS.figuresMax, "has too many entries"))),
    text: z.optional(f.updateText),
    asOf: z.optional(f.time),
    asOfPrecision: z.optional(z.enum(PRECISIONS)),
    source: z.optional(z.enum(SOURCES)),
    confidence: z.optional(z.enum(CONFIDENCES)),
    marking: z.optional(f.marking),
    /** A status that few may see still counts among the withheld ones of its sector. */
    countUsIn: z.optional(z.boolean()),
    audience: z.optional(f.audience),
    nextDue: z.optional(f.time),
    corrects: z.optional(f.id),
    reference: z.optional(f.reference),
    /** When it was written, if the line was down between writing and sending. */
    writtenAt: z.optional(f.time),
  }),
  command("update.renew", { organisation: f.id, writtenAt: z.optional(f.time) }),
  command("update.redact", { event: f.id, reason: f.reason }),
  command("update.set-marking", { event: f.id, marking: f.marking, people: z.optional(f.idList), reason: f.reason }),
] as const;

export const roomCommands = [
  command("comment.post", {
    on: z.union([f.id, z.literal("room")]),
    text: f.updateText,
    mentions: z.optional(f.idList),
    marking: z.optional(f.marking),
  }),
  command("event.pin", { event: f.id }),
  command("event.acknowledge", { event: f.id }),
  command("read.mark", { cursor: z.string().check(z.minLength(1), z.maxLength(400)) }),
] as const;

export const commandSchema = z.discriminatedUnion("kind", [
  ...incidentCommands,
  ...organisationCommands,
  ...participantCommands,
  ...updateCommands,
  ...roomCommands,
]);

export type Command = z.output<typeof commandSchema>;
/** As a client writes it, before defaults and normal forms. */
export type CommandInput = z.input<typeof commandSchema>;
export type CommandKind = Command["kind"];
export type CommandOf<K extends CommandKind> = Extract<Command, { kind: K }>;
export type CommandInputOf<K extends CommandKind> = Extract<CommandInput, { kind: K }>;

/** Kinds in the order of the contract; the policy and the handlers must name every one. */
export const COMMAND_KINDS: readonly CommandKind[] = commandSchema._zod.def.options.flatMap(
  (option) => option.shape.kind._zod.def.values,
);

/** What a command is answered with once it is kept. */
export type CommandAnswer =
  | { ok: true; event: { id: string; at: string }; repeated: boolean; incident?: { id: string; title: string } }
  | { ok: false; refusal: { code: string; message: string; field?: string } };
