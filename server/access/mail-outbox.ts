import { v7 as uuidv7 } from "uuid";
import { mails } from "#db/schema/tables";
import type { Transaction } from "#server/journal/draft";

export type Mail = { to: string; subject: string; text: string };

/** Puts a mail into the outbox, in the transaction of what it tells of; it goes out after the commit. */
export const queueMail = async (tx: Transaction, { to, subject, text }: Mail, now: Date): Promise<void> => {
  await tx.insert(mails).values({ id: uuidv7(), recipient: to, subject, text, createdAt: now, dueAt: now });
};

const FOOT = "\n\nThis mail was sent by Muster. Nobody reads answers to it.\n";

export const resetMail = (to: string, url: string): Mail => ({
  to,
  subject: "Set a new password",
  text: `Somebody asked for a new password for this address.\n\nOpen this link within 30 minutes to set one. It works once, and signs you out everywhere:\n${url}\n\nIf it was not you, do nothing: your password stays as it is.${FOOT}`,
});

export const codeMail = (to: string, code: string): Mail => ({
  to,
  subject: `${code} is your code`,
  text: `Type this code within 15 minutes to show that this mailbox is yours:\n\n${code}\n\nIf you did not ask for it, do nothing.${FOOT}`,
});

export const memberMail = (to: string, organisation: string, url: string): Mail => ({
  to,
  subject: "You are invited to Muster",
  text: `An administrator of ${organisation} invites you to join the organisation.\n\nOpen this link within a week. It works once, for this address alone:\n${url}${FOOT}`,
});
