import { sql } from "drizzle-orm";
import { bigint, index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

/**
 * What was done, by whom and how it ended: content-free, append-only, each entry hashed with the one before it.
 * A chain an incident, whose entry `n` stands for line `n` of its log, and one for the installation (the nil UUID).
 * A trigger and revoked rights refuse UPDATE, DELETE and TRUNCATE (migration 0001).
 */
export const auditEntries = pgTable(
  "audit_entries",
  {
    chain: uuid("chain").notNull(),
    n: bigint("n", { mode: "number" }).notNull(),
    at: timestamp("at", { withTimezone: true, mode: "date", precision: 3 }).notNull(),
    actor: uuid("actor"),
    actorOrganisation: uuid("actor_organisation"),
    /** The organisation that was spoken for, when it is not the actor's own. */
    onBehalf: uuid("on_behalf"),
    action: text("action").notNull(),
    objectType: text("object_type").notNull(),
    objectId: uuid("object_id"),
    incident: uuid("incident"),
    /** Whose matter it is: that organisation's auditors see the entry. */
    scope: uuid("scope"),
    outcome: text("outcome").notNull(),
    /** HMACs with the server's key, so that equal ones can be told without saying whose they are. */
    address: text("address"),
    session: text("session"),
    request: uuid("request"),
    /** A closed word, such as the code of a refusal; never free text. */
    reason: text("reason"),
    /** HMAC of the content with a key of its own, which goes when the content goes. */
    commitment: text("commitment"),
    prev: text("prev").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chain, table.n] }),
    index("audit_anchors").on(table.objectId, table.commitment).where(sql`action = 'chain.anchored'`),
    // What the installation's chain holds about one incident, and about one organisation.
    index("audit_about_incident")
      .on(sql`(coalesce(incident, object_id))`, table.n)
      .where(sql`chain = '00000000-0000-0000-0000-000000000000' and action <> 'chain.anchored'`),
    index("audit_about_organisation")
      .on(table.scope, table.n)
      .where(sql`chain = '00000000-0000-0000-0000-000000000000' and scope is not null`),
  ],
);
