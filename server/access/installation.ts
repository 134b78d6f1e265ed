import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Database } from "#db/open";
import { installation } from "#db/schema/tables";
import type { Transaction } from "#server/journal/draft";

/** Facts of the installation as rows: `set-up` (when), `cursor-key`, `epoch`, `drill` (the incident that runs). */
export type Fact = "set-up" | "cursor-key" | "epoch" | "drill";

export const readFact = async (db: Database | Transaction, key: Fact): Promise<string | null> => {
  const rows = await db.select({ value: installation.value }).from(installation).where(eq(installation.key, key));
  return rows[0]?.value ?? null;
};

/** Writes a fact once; answers false when it is there already. */
export const claimFact = async (db: Database | Transaction, key: Fact, value: string): Promise<boolean> => {
  const rows = await db
    .insert(installation)
    .values({ key, value })
    .onConflictDoNothing()
    .returning({ key: installation.key });
  return rows.length > 0;
};

export const writeFact = async (db: Database | Transaction, key: Fact, value: string): Promise<void> => {
  await db.insert(installation).values({ key, value }).onConflictDoUpdate({ target: installation.key, set: { value } });
};

/** The key of cursors, made at the first start and shared by all nodes. */
export const cursorKey = async (db: Database): Promise<Buffer> => {
  await claimFact(db, "cursor-key", randomBytes(32).toString("base64url"));
  return Buffer.from((await readFact(db, "cursor-key")) ?? "", "base64url");
};

export const isSetUp = async (db: Database): Promise<boolean> => (await readFact(db, "set-up")) !== null;
