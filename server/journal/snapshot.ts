import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/open";
import { boardSnapshots } from "#db/schema/tables";
import { BOARD_VERSION, type Board } from "#domain/board";
import type { IncidentId } from "#domain/ids";
import type { Transaction } from "./draft.ts";

type Stored = { version: number; board: Board };

/** The stored fold of one visibility class; null when there is none, or none of this version. */
export const loadSnapshot = async (
  db: Database,
  incident: IncidentId,
  viewerClass: string,
): Promise<{ board: Board; place: number } | null> => {
  const rows = await db
    .select({ board: boardSnapshots.board, place: boardSnapshots.place })
    .from(boardSnapshots)
    .where(and(eq(boardSnapshots.incident, incident), eq(boardSnapshots.viewerClass, viewerClass)));
  const row = rows[0];
  if (row === undefined) return null;
  // Only this page writes the column; a row from before there were versions has none.
  const { version, board } = row.board as Stored;
  return version === BOARD_VERSION ? { board, place: row.place } : null;
};

/** Keeps the newest of this version; one folded before a redaction or a new marking is not kept. */
export const storeSnapshot = async (
  db: Database,
  incident: IncidentId,
  viewerClass: string,
  board: Board,
  place: number,
): Promise<void> => {
  const json = JSON.stringify({ version: BOARD_VERSION, board } satisfies Stored);
  await db.transaction(async (tx) => {
    // A redaction on its way holds this row: it is waited for, and then seen.
    await tx.execute(sql`select 1 from incidents where id = ${incident} for share`);
    await tx.execute(sql`
      insert into board_snapshots (incident, viewer_class, place, board)
      select ${incident}::uuid, ${viewerClass}, ${place}, ${json}::jsonb
      where not exists (
        select 1 from events where incident = ${incident} and place > ${place} and (rewrite is not null or kind = 'incident.sharing-set')
      )
      on conflict (incident, viewer_class) do update set place = excluded.place, board = excluded.board
      where board_snapshots.place < excluded.place
        or board_snapshots.board -> 'version' is distinct from excluded.board -> 'version'
    `);
  });
};

/** After a redaction or a new marking no stored fold of the incident is right any more. */
export const dropSnapshots = (tx: Transaction, incident: IncidentId) =>
  tx.delete(boardSnapshots).where(eq(boardSnapshots.incident, incident));
