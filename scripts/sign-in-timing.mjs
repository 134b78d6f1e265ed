// Medians of the time a known and an unknown address are answered in: they must not tell the two apart.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./prepare/root.mjs";

const ROUNDS = Number(process.argv[2] ?? 200);
const KNOWN = "somebody@known.example";

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const [port, mailPort] = [await freePort(), await freePort()];
const dataDir = mkdtempSync(join(tmpdir(), "muster-timing-"));
const token = randomBytes(32).toString("base64url");
const url = `http://127.0.0.1:${port}`;
// Nobody listens at the mail port: the mails wait in the outbox, as they do at a slow provider.
const mail = { SMTP_URL: `smtp://127.0.0.1:${mailPort}`, MAIL_FROM: "muster@known.example" };
const settings = {
  PORT: String(port),
  DATA_DIR: dataDir,
  SETUP_TOKEN: token,
  LIMITS: "off",
  LOG_LEVEL: "error",
  ...mail,
};
const server = spawn(process.execPath, [join(root, "scripts/start.mjs")], { env: { ...process.env, ...settings } });
const post = (path, body) =>
  fetch(`${url}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify(body),
  });

try {
  await new Promise((resolve, reject) => {
    server.stdout.on("data", (text) => String(text).includes("Muster is ready") && resolve());
    server.once("exit", () => reject(new Error("The server did not start.")));
  });
  const person = { name: "Somebody", email: KNOWN, password: "a long enough password" };
  await post("/setup", { token, organisation: { name: "Known", code: "KNW", sector: "health" }, person });
  const doors = {
    "sign-in": (email) => post("/session", { email, password: "not the right password" }),
    "password reset": (email) => post("/password-reset", { email }),
  };
  for (const [name, ask] of Object.entries(doors)) {
    const times = { known: [], unknown: [] };
    // One after the other in turns, so that what else the machine does hits both alike.
    for (let round = -10; round < ROUNDS; round += 1)
      for (const kind of round % 2 === 0 ? ["known", "unknown"] : ["unknown", "known"]) {
        const email = kind === "known" ? KNOWN : `nobody-${round}@known.example`;
        const started = performance.now();
        await (await ask(email)).text();
        if (round >= 0) times[kind].push(performance.now() - started);
      }
    const [known, unknown] = [median(times.known), median(times.unknown)];
    const apart = Math.abs(known - unknown);
    console.log(
      `${name}: known ${known.toFixed(2)} ms, unknown ${unknown.toFixed(2)} ms, ${apart.toFixed(2)} ms apart (${ROUNDS} each)`,
    );
    if (apart > 5) process.exitCode = 1;
  }
} finally {
  server.kill("SIGTERM");
  await new Promise((resolve) => server.once("exit", resolve));
  rmSync(dataDir, { recursive: true, force: true });
}
