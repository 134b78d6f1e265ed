import { bigint, index, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { people } from "./people.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
const owner = () =>
  uuid("person")
    .notNull()
    .references(() => people.id);

/** The authenticator app of a person. The secret must be read to check a code, so it stands as it is. */
export const totps = pgTable("totps", {
  person: owner().primaryKey(),
  secret: text("secret").notNull(),
  createdAt: at("created_at").notNull(),
  /** Null until a code has shown that the app holds the secret: then it is asked for. */
  confirmedAt: at("confirmed_at"),
  /** The newest time step that was used: no code counts twice. */
  lastStep: bigint("last_step", { mode: "number" }).notNull().default(0),
});

/** Instead of a code of the app, each once. Only hashes are kept. */
export const recoveryCodes = pgTable("recovery_codes", { person: owner(), hash: text("hash").notNull() }, (table) => [
  primaryKey({ columns: [table.person, table.hash] }),
]);

/** Keys that a device or browser keeps for its person; only public halves are here. */
export const passkeys = pgTable(
  "passkeys",
  {
    id: uuid("id").primaryKey(),
    person: owner(),
    credential: text("credential").notNull(),
    publicKey: text("public_key").notNull(),
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: text("transports").array().notNull().default([]),
    name: text("name").notNull(),
    createdAt: at("created_at").notNull(),
    usedAt: at("used_at"),
  },
  (table) => [uniqueIndex("passkeys_credential").on(table.credential), index("passkeys_person").on(table.person)],
);

/** Who somebody is at a provider of identities: by issuer and subject, never by address. */
export const identities = pgTable(
  "identities",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    person: owner(),
    /** The address the provider vouches for, in its normal form; it vouches for a mail domain and for nothing else. */
    email: text("email"),
    createdAt: at("created_at").notNull(),
    usedAt: at("used_at"),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] }), index("identities_person").on(table.person)],
);

/** Something begun and not finished: a sign-in that waits for its second factor, a challenge, a trip to a provider. Grants nothing. */
export const ceremonies = pgTable(
  "ceremonies",
  {
    hash: text("hash").primaryKey(),
    kind: text("kind", { enum: ["second-factor", "passkey-enrol", "passkey-sign-in", "oidc"] }).notNull(),
    person: uuid("person").references(() => people.id),
    data: jsonb("data").notNull(),
    expiresAt: at("expires_at").notNull(),
  },
  (table) => [index("ceremonies_expires").on(table.expiresAt)],
);
