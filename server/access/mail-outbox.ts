import { v7 as uuidv7 } from "uuid";
import { mails } from "#db/schema/tables";
import type { IncidentId } from "#domain/ids";
import { neutralTitle } from "#domain/neutral-title";
import { roleWord } from "#domain/role-word";
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

type Invited = { incident: IncidentId; of: string; role: string; isDrill: boolean; url: string; until: Date };

/** Mail is read on its way: the incident has its neutral name, and nothing that it holds is in here. */
export const incidentMail = (to: string, { incident, of, role, isDrill, url, until }: Invited): Mail => ({
  to,
  subject: `${isDrill ? "EXERCISE: " : ""}You are invited to an incident on Muster`,
  text: `You are invited to ${neutralTitle(incident)}${isDrill ? ", an exercise and no real event" : ""}, as ${roleWord(role).toLowerCase()} for ${of}.\n\nOpen this link until ${until.toISOString().slice(0, 16).replace("T", " ")} UTC. It works once, for this address alone:\n${url}\n\nIf you do not know why you get this, do nothing, and hand the link to nobody.${FOOT}`,
});
