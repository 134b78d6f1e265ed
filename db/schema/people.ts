import { sql } from "drizzle-orm";
import { boolean, index, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { MEMBER_ROLES } from "#domain/words";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

/** Companies and authorities known to the installation. `code` is what boards show, so it is unique among real ones and among those of drills. */
export const organisations = pgTable(
  "organisations",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    code: text("code").notNull(),
    sector: text("sector").notNull(),
    timeZone: text("time_zone"),
    domains: text("domains").array().notNull().default([]),
    /** Made for a drill: never offered in a real incident. */
    drill: boolean("drill").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
    /** While set, whoever belongs to it or speaks for it is shut out of the installation. */
    suspendedAt: at("suspended_at"),
  },
  (table) => [uniqueIndex("organisations_code").on(table.code, table.drill)],
);

/**
 * Somebody who can sign in, or who came by link. E-mail is kept in its normal form: lower case, NFKC.
 * Only accounts own an address: whoever comes by link has proven none and gets a row of his own.
 */
export const people = pgTable(
  "people",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    email: text("email").notNull(),
    passwordHash: text("password_hash"),
    platformAdmin: boolean("platform_admin").notNull().default(false),
    /** Reads the installation's own audit, and administers nothing. */
    platformAuditor: boolean("platform_auditor").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
    /** When a code or link that was mailed to the address came back; an address alone proves nothing. */
    emailProvenAt: at("email_proven_at"),
    /** While set, there is no way in for this person. */
    suspendedAt: at("suspended_at"),
  },
  (table) => [
    uniqueIndex("people_account").on(table.email).where(sql`password_hash is not null`),
    index("people_email").on(table.email),
  ],
);

export const memberships = pgTable(
  "memberships",
  {
    person: uuid("person")
      .notNull()
      .references(() => people.id),
    organisation: uuid("organisation")
      .notNull()
      .references(() => organisations.id),
    role: text("role", { enum: MEMBER_ROLES }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.person, table.organisation] })],
);

/** Sessions are rows: deleting one ends it at once. Only the hash of the secret is kept. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    hash: text("hash").notNull(),
    person: uuid("person")
      .notNull()
      .references(() => people.id),
    /** `link`: came by link or took a seat, and has nothing to come back with. */
    kind: text("kind", { enum: ["account", "link"] })
      .notNull()
      .default("account"),
    /** What the browser said it is, shortened; shown to its person alone. */
    device: text("device").notNull().default(""),
    createdAt: at("created_at").notNull(),
    seenAt: at("seen_at").notNull(),
    /** Moved on by use, never beyond `expiresAt`. */
    idleUntil: at("idle_until").notNull().default(sql`now()`),
    expiresAt: at("expires_at").notNull(),
  },
  (table) => [uniqueIndex("sessions_hash").on(table.hash), index("sessions_person").on(table.person)],
);

/** API tokens act as their person, nothing more. */
export const tokens = pgTable(
  "tokens",
  {
    id: uuid("id").primaryKey(),
    hash: text("hash").notNull(),
    person: uuid("person")
      .notNull()
      .references(() => people.id),
    name: text("name").notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at"),
    usedAt: at("used_at"),
  },
  (table) => [uniqueIndex("tokens_hash").on(table.hash), index("tokens_person").on(table.person)],
);

/** Facts of the installation: the key of cursors, whether it was set up, which drill runs. */
export const installation = pgTable("installation", { key: text("key").primaryKey(), value: text("value").notNull() });
