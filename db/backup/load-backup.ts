import type pg from "pg";
import { StoreRefusal } from "#db/refusal";
import type { Store } from "#db/store";
import type { Header } from "./format.ts";
import { rowsOf } from "./read-backup.ts";
import { columnsOf } from "./write-backup.ts";

const CHUNK_BYTES = 1_000_000;

/** What was ended after the backup would come back with it: these end, and only people without a password stay in. */
const ENDED = [
  "delete from sessions using people where people.id = sessions.person and people.password_hash is not null",
  "delete from tokens",
  "update invitations set revoked_at = now() where revoked_at is null",
];

/**
 * Puts a verified backup into a migrated store that holds nothing, in one transaction. Every cursor and pass of before
 * is void afterwards. Throws `StoreRefusal` when the store holds something already.
 */
export async function loadBackup(store: Store, file: string, header: Header): Promise<void> {
  const client = await store.pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("set statement_timeout = 0; set idle_in_transaction_session_timeout = 0");
    await client.query("begin");
    await refuseFull(client);
    await insertRows(client, file, header);
    for (const statement of ENDED) await client.query(statement);
    await riseEpoch(client);
    await client.query("commit");
    await client.query("reset statement_timeout; reset idle_in_transaction_session_timeout");
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw failure;
  } finally {
    client.release(failure);
  }
}

async function refuseFull(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query(
    "select 1 from people union all select 1 from incidents union all select 1 from installation limit 1",
  );
  if (rows.length > 0) {
    throw new StoreRefusal("The database holds data already: restore into an empty one, and set DATABASE_URL to it.");
  }
}

async function insertRows(client: pg.PoolClient, file: string, header: Header): Promise<void> {
  const known = await columnsOf(client);
  const statements = header.tables.map(({ name, columns }) => {
    if (columns.some((column) => !known.get(name)?.includes(column))) {
      throw new StoreRefusal(`The backup holds "${name}" in a form that this version does not know.`);
    }
    const list = columns.map((column) => `"${column}"`).join(", ");
    return `insert into "${name}" (${list}) select ${list} from jsonb_populate_recordset(null::"${name}", $1::jsonb)`;
  });
  let [table, bytes] = [0, 0];
  let waiting: string[] = [];
  const put = async (): Promise<void> => {
    const statement = statements[table];
    if (statement !== undefined && waiting.length > 0) await client.query(statement, [`[${waiting.join(",")}]`]);
    waiting = [];
    bytes = 0;
  };
  for await (const next of rowsOf(file)) {
    if (next.table !== table || bytes > CHUNK_BYTES) await put();
    table = next.table;
    waiting.push(next.row);
    bytes += next.row.length;
  }
  await put();
}

/** Higher than any before, also when the same backup is restored twice. */
async function riseEpoch(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ value: string }>("select value from installation where key = 'epoch'");
  const epoch = Math.max(Number(rows[0]?.value ?? 0) + 1, Math.floor(Date.now() / 1000));
  await client.query(
    "insert into installation (key, value) values ('epoch', $1) on conflict (key) do update set value = excluded.value",
    [String(epoch)],
  );
}
