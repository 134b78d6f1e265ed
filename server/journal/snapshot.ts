import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/open";
import { boardSnapshots } from "#db/schema/tables";
import type { Board } from "#domain/board";
import type { IncidentId } from "#domain/ids";
import type { Transaction } from "./draft.ts";

/** The stored fold of one visibility class; null when there is none. */
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
  return row === undefined ? null : { board: row.board as Board, place: row.place };
};

/** Keeps the newest; one folded before a redaction or a new marking is not kept. */
export const storeSnapshot = async (
  db: Database,
  incident: IncidentId,
  viewerClass: string,
  board: Board,
  place: number,
): Promise<void> => {
  const json = JSON.stringify(board);
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
    `);
  });
};

/** After a redaction or a new marking no stored fold of the incident is right any more. */
export const dropSnapshots = (tx: Transaction, incident: IncidentId) =>
  tx.delete(boardSnapshots).where(eq(boardSnapshots.incident, incident));
