import { openEmbedded } from "#db/embedded/open-embedded";

// Opens the store of a data folder as another process would, keeps adding rows, and says each id once it is confirmed.
const [dataDir = "", workerFile = ""] = process.argv.slice(2);
const store = await openEmbedded({ dataDir, workerFile, log: console, projectRoot: process.cwd() });
await store.pool.query("create table if not exists kept (id int primary key)");
for (let id = 1; ; id += 1) {
  await store.pool.query("insert into kept values ($1)", [id]);
  process.stdout.write(`${id}\n`);
}
