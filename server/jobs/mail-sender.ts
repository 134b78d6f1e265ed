import { eq, inArray, lte, sql } from "drizzle-orm";
import type { Transporter } from "nodemailer";
import { mails } from "#db/schema/tables";
import type { Context } from "#server/context";
import { faultWords } from "#server/fault-words";

const LOOK_EVERY_MS = 1000;
const AT_ONCE = 10;
/** Longer than one attempt may take: meanwhile no other node takes the mail. */
const HELD_MS = 120_000;
const TIMEOUT_MS = 30_000;
const RETRY_FIRST_MS = 15_000;
const RETRY_MAX_MS = 3_600_000;
const ATTEMPTS_MAX = 10;

type Waiting = typeof mails.$inferSelect;

/** Takes what is due, so that of several nodes one sends it. The network is awaited outside of the transaction. */
const take = async ({ store, now }: Context): Promise<Waiting[]> => {
  const at = now();
  const due = store.db
    .select({ id: mails.id })
    .from(mails)
    .where(lte(mails.dueAt, at))
    .orderBy(mails.dueAt)
    .limit(AT_ONCE)
    .for("update", { skipLocked: true });
  const held = { dueAt: new Date(at.getTime() + HELD_MS), attempts: sql`${mails.attempts} + 1` };
  return store.db.update(mails).set(held).where(inArray(mails.id, due)).returning();
};

const send = async (context: Context, transport: Transporter, from: string, mail: Waiting): Promise<void> => {
  const { id, recipient, subject, text, attempts } = mail;
  const { db } = context.store;
  try {
    const headers = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" };
    await transport.sendMail({ from, to: { name: "", address: recipient }, subject, text, headers });
    await db.delete(mails).where(eq(mails.id, id));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    context.log.warn({ mail: id, attempts, code }, "a mail could not be sent");
    if (attempts >= ATTEMPTS_MAX) await db.delete(mails).where(eq(mails.id, id));
    else {
      const wait = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** (attempts - 1));
      await db
        .update(mails)
        .set({ dueAt: new Date(context.now().getTime() + wait) })
        .where(eq(mails.id, id));
    }
  }
};

export type MailSender = {
  /** Sends what is due now. */
  look: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Sends the outbox through SMTP, and what could not be sent again later; once sent, a mail is kept nowhere. */
export const openMailSender = async (
  context: Context,
  { url, from }: { url: string; from: string },
): Promise<MailSender> => {
  const { createTransport } = await import("nodemailer");
  const limits = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = createTransport({ url, ...limits, disableFileAccess: true, disableUrlAccess: true });
  const run = async (): Promise<void> => {
    for (const mail of await take(context)) await send(context, transport, from, mail);
  };
  /** One after the other: when a look has ended, everything that was due at its beginning was tried. */
  let last: Promise<void> = Promise.resolve();
  const look = (): Promise<void> => {
    last = last.then(run, run);
    return last;
  };
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch((error: unknown) => context.log.warn({ error: faultWords(error) }, "the outbox of mail cannot be read"))
      .finally(() => {
        isLooking = false;
      });
  }, LOOK_EVERY_MS).unref();
  return {
    look,
    stop: async () => {
      clearInterval(timer);
      await last.catch(() => undefined);
      transport.close();
    },
  };
};
