import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { organisations, people } from "./people.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

/** `last` is the place of the newest line of the log: taken under this row's lock, in the statement that inserts. */
export const incidents = pgTable("incidents", {
  id: uuid("id").primaryKey(),
  last: bigint("last", { mode: "number" }).notNull().default(0),
  /** Copies of what the log says, for lists. Written in the transaction of the event. */
  title: text("title").notNull(),
  severity: integer("severity").notNull(),
  mode: text("mode", { enum: ["real", "drill"] }).notNull(),
  phase: text("phase").notNull(),
  restricted: boolean("restricted").notNull(),
  declaredAt: at("declared_at").notNull(),
});

/** Who is in which incident, for "my incidents". Rights are folded from the log, never read here. */
export const participants = pgTable(
  "participants",
  {
    incident: uuid("incident")
      .notNull()
      .references(() => incidents.id),
    person: uuid("person")
      .notNull()
      .references(() => people.id),
    organisation: uuid("organisation")
      .notNull()
      .references(() => organisations.id),
    role: text("role").notNull(),
  },
  (table) => [primaryKey({ columns: [table.incident, table.person] }), index("participants_person").on(table.person)],
);

/** The fold of what one visibility class sees, up to `place`: opening a long incident reads this and the rest. */
export const boardSnapshots = pgTable(
  "board_snapshots",
  {
    incident: uuid("incident")
      .notNull()
      .references(() => incidents.id),
    viewerClass: text("viewer_class").notNull(),
    place: bigint("place", { mode: "number" }).notNull(),
    board: jsonb("board").notNull(),
  },
  (table) => [primaryKey({ columns: [table.incident, table.viewerClass] })],
);

/** The way in for people without an account. Only hashes are kept; `uses` counts in the statement that admits. */
export const invitations = pgTable(
  "invitations",
  {
    id: uuid("id").primaryKey(),
    incident: uuid("incident")
      .notNull()
      .references(() => incidents.id),
    organisation: uuid("organisation")
      .notNull()
      .references(() => organisations.id),
    role: text("role").notNull(),
    /** In its normal form: the invitation was mailed there, and is for this address alone. Null for a link. */
    email: text("email"),
    tokenHash: text("token_hash").notNull(),
    codeHash: text("code_hash").notNull(),
    codeExpiresAt: at("code_expires_at").notNull(),
    invitedBy: uuid("invited_by")
      .notNull()
      .references(() => people.id),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    maxUses: integer("max_uses").notNull(),
    uses: integer("uses").notNull().default(0),
    revokedAt: at("revoked_at"),
  },
  (table) => [
    uniqueIndex("invitations_token").on(table.tokenHash),
    uniqueIndex("invitations_code").on(table.codeHash),
    index("invitations_incident").on(table.incident),
  ],
);

/** Up to which place a person has read an incident. */
export const readMarks = pgTable(
  "read_marks",
  {
    incident: uuid("incident")
      .notNull()
      .references(() => incidents.id),
    person: uuid("person")
      .notNull()
      .references(() => people.id),
    place: bigint("place", { mode: "number" }).notNull(),
    at: at("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.incident, table.person] })],
);
