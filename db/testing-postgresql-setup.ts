import { startPostgres } from "../scripts/find-postgres.mjs";
import { quietLog } from "./testing.ts";
import { dropTestDatabases, makeTestTemplate } from "./testing-postgresql.ts";

/** Runs once before the tests that use PostgreSQL: finds or starts one, and makes the database the others are copied from. */
export default async function setUp(): Promise<() => Promise<void>> {
  const server = await startPostgres();
  process.env["TEST_DATABASE_URL"] = server.url;
  try {
    await makeTestTemplate(quietLog);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return async () => {
    await dropTestDatabases();
    await server.stop();
  };
}
