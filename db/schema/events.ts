import { bigint, index, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { incidents } from "./incidents.ts";

/**
 * The log: one gapless line a place and incident. Append-only; a redaction empties `body` in place.
 * Only `server/journal` reads and writes it.
 */
export const events = pgTable(
  "events",
  {
    incident: uuid("incident")
      .notNull()
      .references(() => incidents.id),
    place: bigint("place", { mode: "number" }).notNull(),
    id: uuid("id").notNull(),
    at: timestamp("at", { withTimezone: true, mode: "date", precision: 3 }).notNull(),
    kind: text("kind").notNull(),
    /** Author and the id the client gave: one person's id makes one event, for ever and everywhere. */
    person: uuid("person").notNull(),
    command: uuid("command").notNull(),
    /** The event as those who may see it get it. */
    body: jsonb("body").notNull(),
    /** Who may see it (`Visibility`), beside the event because it never leaves the server. */
    seen: jsonb("seen").notNull(),
    /** `seen` as it was written, once a new marking has changed it: the audit's commitment is to that one. */
    seenFirst: jsonb("seen_first"),
    /** The key of that commitment (`server/audit/commitment`); a redaction empties it with the body. */
    itemKey: text("item_key"),
    /** The event this one stands on; it follows that one's marking. */
    about: uuid("about"),
    /** What this line changed about an earlier one (`Rewrite`). */
    rewrite: jsonb("rewrite"),
  },
  (table) => [
    primaryKey({ columns: [table.incident, table.place] }),
    uniqueIndex("events_id").on(table.id),
    uniqueIndex("events_command").on(table.person, table.command),
    index("events_kind").on(table.incident, table.kind, table.place),
    index("events_about").on(table.about),
  ],
);
