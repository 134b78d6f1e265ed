import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as tables from "#db/schema/tables";
import { withDeadline } from "./deadline.ts";
import { lostListeners } from "./lost-listeners.ts";
import { StoreRefusal } from "./refusal.ts";
import type { Store, StoreLog } from "./store.ts";

const oldestServer = 150000;
const connections = 10;
const statementLimitMs = 30_000;

type PostgresqlOptions = { databaseUrl: string; log: StoreLog; connections?: number };

/** Opens the PostgreSQL behind the URL; refuses one that would acknowledge what a power cut takes back. */
export async function openPostgresql(options: PostgresqlOptions): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    application_name: "muster",
    max: options.connections ?? connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: statementLimitMs,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  const lost = lostListeners();
  // A connection that breaks while idle or checked out must never become an uncaught "error" event.
  pool.on("error", (error) => options.log.warn(`PostgreSQL dropped a connection: ${error.message}.`));
  pool.on("connect", (client) => client.on("error", lost.tell));
  try {
    await refuseUnsound(pool);
  } catch (error) {
    await pool.end();
    throw error instanceof StoreRefusal ? error : unreachable(options.databaseUrl, error);
  }
  return {
    engine: "postgresql",
    db: drizzle(pool, { schema: tables }),
    pool,
    ping: async () => {
      await withDeadline(pool.query("select 1"), 2_000, "PostgreSQL does not answer");
    },
    onLost: lost.add,
    close: () => pool.end(),
  };
}

async function refuseUnsound(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'server_version_num', 'server_encoding')",
  );
  const setting = new Map(rows.map((row) => [row.name, row.setting]));
  for (const name of ["fsync", "synchronous_commit"]) {
    if (setting.get(name) === "off") {
      throw new StoreRefusal(`PostgreSQL runs with ${name} = off and could lose what it confirmed; set ${name} = on.`);
    }
  }
  if (Number(setting.get("server_version_num")) < oldestServer) {
    throw new StoreRefusal("PostgreSQL 15 or newer is needed.");
  }
  if (setting.get("server_encoding") !== "UTF8") throw new StoreRefusal("The database must be encoded in UTF8.");
}

function unreachable(databaseUrl: string, error: unknown): StoreRefusal {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new StoreRefusal(`PostgreSQL at ${placeOf(databaseUrl)} cannot be used: ${reason}.`, { cause: error });
}

/** Host, port and database without the password. */
function placeOf(databaseUrl: string): string {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  return url ? `${url.host || "the local socket"}${url.pathname}` : "DATABASE_URL";
}
