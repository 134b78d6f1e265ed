import * as z from "zod/mini";

/**
 * A backup is gzipped text: a header line, one line a row, and a last line with the SHA-256 of everything before it.
 * Rows are JSON as PostgreSQL writes and reads it, so both stores write the same file and read each other's.
 */
export const FORMAT = "muster-backup";
export const FORMAT_VERSION = 1;

/** In the order in which rows can refer to each other. Stored boards are left out: they are folded anew. */
export const TABLES = [
  "organisations",
  "people",
  "memberships",
  "sessions",
  "tokens",
  "totps",
  "recovery_codes",
  "passkeys",
  "identities",
  "ceremonies",
  "password_resets",
  "mailbox_codes",
  "member_invitations",
  "mails",
  "installation",
  "incidents",
  "participants",
  "invitations",
  "read_marks",
  "events",
  "audit_entries",
] as const;

const table = z.strictObject({ name: z.string(), columns: z.array(z.string()) });

/** What lies beside the database and vouches for it: signed checkpoints, and the public keys that signed them. */
const beside = z.strictObject({ checkpoints: z.string(), keys: z.string() });
export type Beside = z.output<typeof beside>;

export const headerSchema = z.looseObject({
  format: z.literal(FORMAT),
  version: z.int(),
  /** The newest migration of the data, in milliseconds. */
  schema: z.number(),
  app: z.string(),
  at: z.string(),
  tables: z.array(table),
  audit: z.optional(beside),
});
export type Header = z.output<typeof headerSchema>;

/** `rows` counts the rows of each table; `sha256` is that of every byte before this line. */
export const trailerSchema = z.strictObject({
  end: z.literal(true),
  rows: z.record(z.string(), z.int()),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type Trailer = z.output<typeof trailerSchema>;

/** A row's line: the place of its table in the header, a blank, and the row. */
export const rowLine = (index: number, row: string): string => `${index} ${row}\n`;
