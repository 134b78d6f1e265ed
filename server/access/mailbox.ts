import { randomInt } from "node:crypto";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { identities, mailboxCodes, organisations, participants, people } from "#db/schema/tables";
import { byOf } from "#domain/actor";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import { recordAct } from "./account-acts.ts";
import { codeMail, queueMail } from "./mail-outbox.ts";
import { demandMail } from "./password-reset.ts";
import { hashOf } from "./secrets.ts";

const LIFE_MS = 15 * 60_000;
const TRIES_MAX = 5;
export const mailboxCodeSchema = z.strictObject({ code: z.string().check(z.maxLength(20)) });

/** Mails a code to the address of this person: whoever types it reads that mailbox. */
export const askMailboxCode = async (context: Context, person: PersonId): Promise<void> => {
  demandMail(context);
  const { db } = context.store;
  const known = (await db.select().from(people).where(eq(people.id, person)))[0];
  if (!known?.email || known.emailProvenAt !== null) throw new Refusal("conflict", "There is no mailbox to prove.");
  const { email } = known;
  context.limits.countAll([
    ["mailPerAddress", email],
    ["mailPerPerson", person],
  ]);
  const now = context.now();
  const code = String(randomInt(100_000_000)).padStart(8, "0");
  const row = { person, email, hash: hashOf(code), expiresAt: new Date(now.getTime() + LIFE_MS), tries: 0 };
  await db.transaction(async (tx) => {
    await tx.insert(mailboxCodes).values(row).onConflictDoUpdate({ target: mailboxCodes.person, set: row });
    await queueMail(tx, codeMail(email, code), now);
  });
};

/** The code has come back: the mailbox is proven, and its domain vouches where it is one of the organisation's. */
export const proveMailbox = async (context: Context, person: PersonId, typed: string): Promise<void> => {
  demandMail(context);
  const { db } = context.store;
  const now = context.now();
  const mine = eq(mailboxCodes.person, person);
  // Counted before it is compared, so that many at once are counted too.
  const open = and(mine, gt(mailboxCodes.expiresAt, now), lt(mailboxCodes.tries, TRIES_MAX));
  const tried = await db
    .update(mailboxCodes)
    .set({ tries: sql`${mailboxCodes.tries} + 1` })
    .where(open)
    .returning();
  const asked = tried[0];
  if (asked === undefined || asked.hash !== hashOf(typed.replaceAll(/\D/g, "")))
    throw new Refusal("unauthenticated", "This code is wrong or too old.", { field: "code" });
  await db.transaction(async (tx) => {
    await tx.delete(mailboxCodes).where(mine);
    const same = and(eq(people.id, person), eq(people.email, asked.email));
    await tx.update(people).set({ emailProvenAt: now }).where(same);
    await recordAct(tx, context, { action: "person.prove-mailbox", person });
  });
  const rows = await db.select().from(participants).where(eq(participants.person, person));
  for (const { incident, organisation } of rows)
    if (await isOfDomain(context, person, organisation)) await vouchByMailbox(context, incident, person);
};

/** Has this person a proven mailbox, here or at a provider, in a domain of the organisation? */
export const isOfDomain = async (
  { store }: Context,
  person: PersonId,
  organisation: OrganisationId,
): Promise<boolean> => {
  const { db } = store;
  const own = await db.select().from(people).where(eq(people.id, person));
  const told = await db.select({ email: identities.email }).from(identities).where(eq(identities.person, person));
  const proven = [
    ...own.flatMap((row) => (row.emailProvenAt === null ? [] : [row.email])),
    ...told.map((row) => row.email),
  ];
  const domains = proven.flatMap((email) => email?.split("@").at(-1) ?? []);
  const rows = await db.select().from(organisations).where(eq(organisations.id, organisation));
  return rows.some((row) => row.domains.some((domain) => domains.includes(domain)));
};

/** The line that says so in the log. Where somebody has vouched already, nothing is left to say. */
const vouchByMailbox = async (context: Context, incident: IncidentId, person: PersonId): Promise<void> => {
  const room = await context.journal.room(incident);
  if (room === null || room.roster.closed || room.participant(person)?.standing !== "provisional") return;
  await context.journal.propose(incident, {
    person,
    command: uuidv7(),
    alone: true,
    decide: ({ roster }) => {
      const here = roster.people.get(person);
      const organisation = roster.organisations.get(here?.organisation ?? "");
      if (here === undefined || organisation === undefined || here.standing === "vouched")
        throw new Refusal("conflict", "Somebody has vouched for this person already.");
      const { name, role, standing } = here;
      return {
        kind: "participant.vouched",
        by: byOf({ person, name, organisation: organisation.id, sector: organisation.sector, role, standing }),
        body: { person, name, organisation: organisation.id },
        seen: { marking: "TLP:GREEN", origin: organisation.id, author: person },
      };
    },
  });
};
