import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { invitations, participants, people } from "#db/schema/tables";
import { byOf } from "#domain/actor";
import * as f from "#domain/fields";
import type { IncidentId, PersonId } from "#domain/ids";
import { normalEmail } from "#domain/normal-email";
import { notFound, Refusal } from "#domain/refusal";
import type { Roster } from "#domain/roster";
import { ROLES, type Role, type Standing } from "#domain/words";
import { demandDeputyPlace } from "#server/commands/participant";
import type { Context } from "#server/context";
import type { Decided, Transaction } from "#server/journal/draft";
import { recordAct } from "./account-acts.ts";
import { actingFor, demandInvite, objectOf, roomFor } from "./inviting.ts";
import { SIZES, tooLarge } from "./limits.ts";
import { incidentMail, queueMail } from "./mail-outbox.ts";
import { isOfDomain } from "./mailbox.ts";
import { countPersonal, demandAddress } from "./personal-invitation.ts";
import { isMember, samePerson } from "./same-person.ts";
import { CODE_LENGTH, hashOf, newCode, newSecret, normalCode } from "./secrets.ts";
import { startSession } from "./session.ts";

const LIFE_MS = 7 * 86_400_000;
/** A code is short enough to be guessed, so it lives an hour at most. */
const CODE_LIFE_MS = 3_600_000;

export const invitationSchema = z.strictObject({
  organisation: f.id,
  role: z.enum(ROLES),
  expiresAt: z.optional(f.time),
  maxUses: z.optional(z.int().check(z.gte(1, "is under 1"), z.lte(500, "is over 500"))),
});
export const joinRequestSchema = z.strictObject({ name: f.name, email: f.email });

export type MadeInvitation = { id: string; url: string; token: string; code: string };

type Invitation = z.output<typeof invitationSchema>;

/** A link, which is for whoever has it, or with an address a mail, which is for whoever reads that mailbox. */
const make = async (
  context: Context,
  person: PersonId,
  incident: IncidentId,
  input: Invitation,
  email: string | null,
) => {
  const { room, actor } = await roomFor(context, person, incident);
  const organisation = room.roster.organisations.get(input.organisation);
  if (organisation === undefined || organisation.participation === "left") throw notFound();
  demandInvite(actor, input.organisation, input.role);
  if (room.roster.closed) throw new Refusal("closed", "The incident is closed.");
  const now = context.now();
  const expiresAt = new Date(input.expiresAt ?? now.getTime() + LIFE_MS);
  if (expiresAt <= now) throw new Refusal("invalid", '"expiresAt" is in the past.', { field: "expiresAt" });
  const [id, token, code] = [uuidv7(), newSecret(), newCode()];
  const { organisation: of, role, maxUses = 1 } = input;
  if (email !== null) countPersonal(context, { email, person, organisation: actor.organisation, maxUses });
  const url = `${context.env.baseUrl}/join/${token}`;
  const codeEnds = email === null ? Math.min(expiresAt.getTime(), now.getTime() + CODE_LIFE_MS) : now.getTime();
  const about = { incident, role, of: organisation.name, isDrill: room.roster.mode === "drill" };
  await context.store.db.transaction(async (tx) => {
    await tx.insert(invitations).values({
      ...{ id, incident, organisation: of, role, email, invitedBy: person, createdAt: now, expiresAt, maxUses },
      ...{ tokenHash: hashOf(token), codeHash: hashOf(code), codeExpiresAt: new Date(codeEnds) },
    });
    if (email !== null) await queueMail(tx, incidentMail(email, { ...about, url, until: expiresAt }), now);
    await recordAct(tx, context, {
      action: "invitation.make",
      person,
      ...objectOf(id, incident, of),
      ...actingFor(actor),
    });
  });
  return { id, url, token, code };
};

export const invite = (
  context: Context,
  person: PersonId,
  incident: IncidentId,
  input: Invitation,
): Promise<MadeInvitation> => make(context, person, incident, input, null);

/** Nobody but the mailbox gets the link; the answer is the same whether somebody has the address here or not. */
export const inviteByMail = async (
  context: Context,
  person: PersonId,
  incident: IncidentId,
  { email, ...input }: Invitation & { email: string },
): Promise<{ id: string; mailedTo: string }> => {
  const mailedTo = normalEmail(email);
  const { id } = await make(context, person, incident, input, mailedTo);
  return { id, mailedTo };
};

const usable = (now: Date) =>
  and(isNull(invitations.revokedAt), gt(invitations.expiresAt, now), lt(invitations.uses, invitations.maxUses));

/** The rows a link's token or a spoken code stands for. Codes are short, so wrong ones are counted. */
const findInvitation = async (context: Context, address: string, key: string) => {
  const { limits, store } = context;
  const now = context.now();
  const isCode = normalCode(key).length <= CODE_LENGTH && key.length <= 2 * CODE_LENGTH;
  // Codes are short: after too many wrong ones not even a right one opens. A link's token cannot be guessed.
  if (isCode) {
    limits.demand("codeGuess", address);
    limits.demand("codeGuessAll", "all");
  }
  const rows = await store.db
    .select({ invitation: invitations, inviter: people.name })
    .from(invitations)
    .innerJoin(people, eq(people.id, invitations.invitedBy))
    .where(
      isCode
        ? and(eq(invitations.codeHash, hashOf(normalCode(key))), gt(invitations.codeExpiresAt, now))
        : eq(invitations.tokenHash, hashOf(key)),
    );
  const row = rows[0];
  if (row !== undefined) return row;
  if (isCode) {
    limits.count("codeGuess", address);
    limits.count("codeGuessAll", "all");
  } else limits.count("tokenGuess", address);
  return row;
};

const isUsable = (invitation: typeof invitations.$inferSelect, now: Date): boolean =>
  invitation.revokedAt === null && invitation.expiresAt > now && invitation.uses < invitation.maxUses;

/** The invitation behind a link or code; what is used up, expired, revoked or guessed is all the same. */
const openInvitation = async (context: Context, address: string, key: string) => {
  const row = await findInvitation(context, address, key);
  const room =
    row && isUsable(row.invitation, context.now()) ? await context.journal.room(row.invitation.incident) : null;
  const organisation = row && room?.roster.organisations.get(row.invitation.organisation);
  if (!row || !room || !organisation || organisation.participation === "left" || room.roster.closed) {
    throw notFound();
  }
  return { ...row, room, organisation };
};

/** What it is, as whom, by whom: nothing of what the incident holds. */
export const describeInvitation = async (context: Context, address: string, key: string) => {
  const { invitation, inviter, room, organisation } = await openInvitation(context, address, key);
  return {
    incident: { title: room.roster.title, mode: room.roster.mode },
    organisation: { id: organisation.id, name: organisation.name, code: organisation.code },
    role: invitation.role,
    invitedBy: inviter,
    expiresAt: invitation.expiresAt.toISOString(),
    sees: ["TLP:GREEN", "TLP:CLEAR"] as const,
  };
};

export type Joining = {
  name: string;
  email: string;
  signedIn: PersonId | null;
  address: string;
  device?: string | undefined;
};
export type JoinedAs = {
  secret: string | null;
  person: { id: string; name: string };
  incident: { id: string; title: string };
  organisation: { id: string; name: string; code: string };
  role: Role;
  standing: Standing;
};

type Newcomer = { id: PersonId; name: string; email: string; isNew: boolean; standing: Standing };

/** The line that lets somebody in. The use is counted, and the person made, in the same transaction. */
const joined = (
  invitation: typeof invitations.$inferSelect,
  role: Role,
  person: Newcomer,
  roster: Roster,
  { begin, record }: Record<"begin" | "record", (tx: Transaction) => Promise<void>>,
): Decided => {
  const organisation = roster.organisations.get(invitation.organisation);
  if (roster.closed || organisation === undefined || organisation.participation === "left") throw notFound();
  if (roster.people.has(person.id)) throw new Refusal("conflict", "You are in this incident already.");
  demandDeputyPlace(roster, role);
  if (roster.people.size >= SIZES.peoplePerIncident) {
    throw tooLarge("peoplePerIncident", "This incident has as many people as it can hold.");
  }
  const { id, name, standing } = person;
  return {
    kind: "participant.joined",
    by: byOf({ person: id, name, organisation: organisation.id, sector: organisation.sector, role, standing }),
    body: { person: { id, name }, organisation: organisation.id, role, standing },
    seen: { marking: "TLP:GREEN", origin: organisation.id, author: id },
    before: begin,
    // Behind the line: whoever waits for the audit's turn holds the incident's already.
    effect: record,
  };
};

const countUse = async (tx: Transaction, id: string, at: Date): Promise<void> => {
  const counted = await tx
    .update(invitations)
    .set({ uses: sql`${invitations.uses} + 1` })
    .where(and(eq(invitations.id, id), usable(at)))
    .returning({ id: invitations.id });
  if (counted.length === 0) throw notFound();
};

/**
 * Lets somebody in by link. Whoever is signed in with the same address stays the same person; everybody else becomes
 * a new one, because an address that was only typed proves nothing.
 */
export const acceptInvitation = async (context: Context, key: string, joining: Joining): Promise<JoinedAs> => {
  const { invitation, room, organisation } = await openInvitation(context, joining.address, key);
  const email = normalEmail(joining.email);
  demandAddress(invitation.email, email);
  const known = joining.signedIn === null ? null : await samePerson(context, joining.signedIn, email);
  const role = ROLES.find((candidate) => candidate === invitation.role) ?? "guest";
  const base = {
    incident: { id: room.incident, title: room.roster.title },
    organisation: { id: organisation.id, name: organisation.name, code: organisation.code },
  };
  const asHere = (): JoinedAs | null => {
    const here = known && room.participant(known.id);
    return here && known ? { ...base, secret: null, person: known, role: here.role, standing: here.standing } : null;
  };
  const already = asHere();
  if (already !== null) return already;
  const isVouched =
    known !== null &&
    ((await isMember(context, known.id, organisation.id)) || (await isOfDomain(context, known.id, organisation.id)));
  const standing: Standing = isVouched ? "vouched" : "provisional";
  const { id, name } = known ?? { id: uuidv7(), name: joining.name };
  const person: Newcomer = { id, name, email, isNew: known === null, standing };
  let secret: string | null = null;
  const begin = async (tx: Transaction, at: Date): Promise<void> => {
    await countUse(tx, invitation.id, at);
    if (person.isNew) await tx.insert(people).values({ id, name, email });
    const { incident, organisation: of } = invitation;
    await tx.insert(participants).values({ incident, person: id, organisation: of, role });
    if (person.isNew) secret = await startSession(tx, id, at, { kind: "link", device: joining.device });
  };
  const used = { ...objectOf(invitation.id, room.incident, organisation.id), actorOrganisation: organisation.id };
  const record = (tx: Transaction) => recordAct(tx, context, { action: "invitation.use", person: id, ...used });
  try {
    await context.journal.propose(room.incident, {
      person: id,
      command: uuidv7(),
      ...(context.origin === undefined ? {} : { origin: context.origin }),
      alone: true,
      decide: ({ roster }, at) => joined(invitation, role, person, roster, { begin: (tx) => begin(tx, at), record }),
    });
  } catch (error) {
    // The same person pressed twice: the other press let him in.
    const meanwhile = asHere();
    if (meanwhile === null) throw error;
    return meanwhile;
  }
  return { ...base, secret, person: { id, name }, role, standing };
};
