import { expect, test } from "vitest";
import { House } from "./housekeeping.ts";
import { openIn, scratchFolder } from "./testing/open-in.ts";

test("after much writing a quiet look brings statistics and a checkpoint", async () => {
  const { pool } = await openIn(scratchFolder());
  const house = new House(pool);
  await house.look();
  await pool.query("create table kept (id int primary key, body text)");
  await pool.query("insert into kept select id, repeat(md5(id::text), 60) from generate_series(1, 5000) as id");
  await house.look();
  await house.look();
  const written =
    "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::int as bytes from pg_control_checkpoint()";
  expect((await pool.query<{ bytes: number }>(written)).rows[0]?.bytes).toBeLessThan(1_000_000);
  const analyzed = "select last_analyze is not null as analyzed from pg_stat_user_tables where relname = 'kept'";
  expect((await pool.query(analyzed)).rows).toEqual([{ analyzed: true }]);
});
