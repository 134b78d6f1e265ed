import { createHash } from "node:crypto";
import type pg from "pg";
import type { Store } from "#db/store";
import { type Beside, FORMAT, FORMAT_VERSION, type Header, rowLine, TABLES, type Trailer } from "./format.ts";

const CHUNK_ROWS = 500;

/**
 * The text of a backup, as it stood at one moment, in pieces: read in one transaction that changes nothing.
 * The embedded store has one connection, so whatever else is asked of it waits until the last piece is read.
 */
export async function* backupText(store: Store, app: string, at: Date, audit?: Beside): AsyncGenerator<string> {
  const client = await store.pool.connect();
  let failure: Error | undefined = new Error("The backup was not read to its end.");
  try {
    await client.query("begin transaction isolation level repeatable read read only");
    yield* pieces(client, await headerOf(client, app, at, audit));
    await client.query("commit");
    failure = undefined;
  } finally {
    // A connection released with an error is closed, and the transaction with it.
    client.release(failure);
  }
}

async function* pieces(client: pg.PoolClient, header: Header): AsyncGenerator<string> {
  const hash = createHash("sha256");
  const counted = (text: string): string => {
    hash.update(text);
    return text;
  };
  yield counted(`${JSON.stringify(header)}\n`);
  const rows: Record<string, number> = {};
  for (const [index, { name }] of header.tables.entries()) {
    rows[name] = 0;
    await client.query(`declare backup_rows no scroll cursor for select to_jsonb(t)::text as row from ${name} t`);
    for (;;) {
      const read = await client.query<{ row: string }>(`fetch ${CHUNK_ROWS} from backup_rows`);
      if (read.rows.length === 0) break;
      rows[name] += read.rows.length;
      yield counted(read.rows.map(({ row }) => rowLine(index, row)).join(""));
    }
    await client.query("close backup_rows");
  }
  const trailer: Trailer = { end: true, rows, sha256: hash.digest("hex") };
  yield `${JSON.stringify(trailer)}\n`;
}

async function headerOf(client: pg.PoolClient, app: string, at: Date, audit?: Beside): Promise<Header> {
  const schema = await schemaVersion(client);
  const columns = await columnsOf(client);
  const tables = TABLES.map((name) => ({ name, columns: columns.get(name) ?? [] }));
  const more = audit === undefined ? {} : { audit };
  return { format: FORMAT, version: FORMAT_VERSION, schema, app, at: at.toISOString(), tables, ...more };
}

/** The newest migration of the data, in milliseconds. */
export async function schemaVersion(client: pg.PoolClient | pg.Pool): Promise<number> {
  const { rows } = await client.query<{ newest: string }>(
    "select max(created_at) as newest from drizzle.__drizzle_migrations",
  );
  return Number(rows[0]?.newest ?? 0);
}

export async function columnsOf(client: pg.PoolClient | pg.Pool): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select table_name as name, array_agg(column_name::text order by ordinal_position) as columns
     from information_schema.columns where table_schema = current_schema() group by table_name`,
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}
