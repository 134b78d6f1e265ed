import { index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { MEMBER_ROLES } from "#domain/words";
import { organisations, people } from "./people.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

/** Mail that waits: written in the transaction of what it tells of, deleted once it is sent. */
export const mails = pgTable(
  "mails",
  {
    id: uuid("id").primaryKey(),
    recipient: text("recipient").notNull(),
    subject: text("subject").notNull(),
    text: text("text").notNull(),
    createdAt: at("created_at").notNull(),
    dueAt: at("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
  },
  (table) => [index("mails_due").on(table.dueAt)],
);

/** Links that set a new password: 256 bits, half an hour, once. */
export const passwordResets = pgTable("password_resets", {
  hash: text("hash").primaryKey(),
  person: uuid("person")
    .notNull()
    .references(() => people.id),
  expiresAt: at("expires_at").notNull(),
});

/** A code that was mailed to an address: whoever types it reads that mailbox. One per person. */
export const mailboxCodes = pgTable("mailbox_codes", {
  person: uuid("person")
    .primaryKey()
    .references(() => people.id),
  email: text("email").notNull(),
  hash: text("hash").notNull(),
  expiresAt: at("expires_at").notNull(),
  tries: integer("tries").notNull().default(0),
});

/** The way into an organisation: bound to one address and one role, used once. */
export const memberInvitations = pgTable(
  "member_invitations",
  {
    id: uuid("id").primaryKey(),
    hash: text("hash").notNull(),
    organisation: uuid("organisation")
      .notNull()
      .references(() => organisations.id),
    email: text("email").notNull(),
    role: text("role", { enum: MEMBER_ROLES }).notNull(),
    invitedBy: uuid("invited_by")
      .notNull()
      .references(() => people.id),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
  },
  (table) => [
    uniqueIndex("member_invitations_hash").on(table.hash),
    index("member_invitations_organisation").on(table.organisation),
  ],
);
