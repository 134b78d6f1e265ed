// Pictures of every screen for the documentation, small ones. Starts a Muster of its own on an empty folder.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { browserFlags, findBrowser } from "./find-browser.mjs";
import { root } from "./prepare/root.mjs";

const target = join(root, "docs/pictures");
const largest = 60_000;
/** Scale and quality, the best first; the first that fits is taken. */
const attempts = [
  [1, 0.85],
  [1, 0.65],
  [0.8, 0.8],
  [0.8, 0.6],
  [0.7, 0.6],
  [0.7, 0.4],
  [0.6, 0.4],
];
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const themes = ["light", "dark"];
/** The moment of the drill that is shown. */
const moment = "2024-07-19T12:05:00.000Z";

const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const setupToken = crypto.randomUUID() + crypto.randomUUID();
const dataDir = mkdtempSync(join(tmpdir(), "muster-shots-"));
const server = await start();
const browser = await chromium.launch({ executablePath: findBrowser({ say: () => {} }).path, args: browserFlags });
let bytes = 0;
try {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  await shootDrill();
  await shootReal();
  console.log(`${Math.round(bytes / 1000)} kB in ${target}`);
} finally {
  await browser.close();
  server.kill("SIGTERM");
  rmSync(dataDir, { recursive: true, force: true });
}

/** The screens of the drill, from each seat. */
async function shootDrill() {
  await shoot(await visitor(), "first-run", "/");
  const commander = await visitor();
  const { incident, organisation } = await post(commander, "/drill/seats", { seat: "commander" });
  const room = `/i/${incident.id}`;
  const say = (kind, fields) =>
    post(commander, `/incidents/${incident.id}/commands`, { id: crypto.randomUUID(), kind, ...fields });
  await say("drill.pace", { jumpTo: moment });
  await heardFrom(commander, incident.id, 40);
  await say("drill.pace", { paused: true });
  await shoot(commander, "board", room);
  await shoot(commander, "people", `${room}/people`, ["wide"]);
  await shoot(commander, "table", `${room}?view=table`, ["wide"], ["light"]);
  await shoot(commander, "updates", `${room}/updates`, ["wide"], ["light"]);
  await shoot(commander, "organisation", `${room}?org=${organisation.id}`, ["wide"]);
  const liaison = await visitor();
  await post(liaison, "/drill/seats", { seat: "liaison" });
  await shoot(liaison, "my-row", `${room}/me`, ["phone"]);
  await shoot(liaison, "catch-up", `${room}/catchup`);
  const executive = await visitor();
  await post(executive, "/drill/seats", { seat: "executive" });
  await shoot(executive, "executive", `${room}/exec`);
}

/** The screens of a real incident with few organisations. */
async function shootReal() {
  const page = await visitor();
  await shoot(page, "set-up", `/setup#${setupToken}`, ["phone"], ["light"]);
  const person = { name: "Duty manager", email: "duty.manager@harbour.example", password: "correct horse staple" };
  await post(page, "/setup", {
    token: setupToken,
    organisation: { name: "Harbour Authority", code: "HBR", sector: "logistics" },
    person,
  });
  await shoot(await visitor(), "sign-in", "/sign-in", ["phone"], ["light"]);
  const clinic = await post(page, "/organisations", { name: "City Clinic", code: "CLI", sector: "health" });
  const airline = await post(page, "/organisations", { name: "Northern Air", code: "NOA", sector: "aviation" });
  await shoot(page, "declare", "/declare", ["wide", "phone"], ["light"]);
  const { incident } = await post(page, "/incidents", {
    id: crypto.randomUUID(),
    kind: "incident.declare",
    title: "Machines stop after a supplier's update",
    severity: 2,
    mode: "real",
    template: "vendor-update-outage",
  });
  await post(page, `/incidents/${incident.id}/commands`, {
    id: crypto.randomUUID(),
    kind: "update.post",
    organisation: clinic.id,
    status: "partly_down",
    figures: [{ metric: "machines_affected", value: 340, unit: "machines" }],
    text: "Admissions on paper; operations go on. Two technicians needed.",
    source: "phone",
  });
  await shoot(page, "cards", `/i/${incident.id}`);
  await shoot(page, "audit", `/i/${incident.id}/audit`);
  await shoot(page, "incidents", "/", ["wide"], ["light"]);
  const { token } = await post(page, `/incidents/${incident.id}/invitations`, {
    organisation: airline.id,
    role: "liaison",
  });
  await shoot(await visitor(), "join", `/join/${token}`, ["phone"]);
}

async function visitor() {
  const context = await browser.newContext({ baseURL: origin, locale: "en-GB", timezoneId: "America/New_York" });
  return context.newPage();
}

/** One screen in the named sizes and themes, each as small as it stays readable. */
async function shoot(page, name, path, in_ = ["wide", "phone"], as = themes) {
  for (const size of in_) {
    await page.setViewportSize(sizes[size]);
    for (const colorScheme of as) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(path);
      await page.getByRole("heading").first().waitFor();
      if (path.startsWith("/i/")) await page.getByText("Live", { exact: true }).waitFor();
      await page.evaluate(() => document.fonts.ready);
      const file = join(target, `${name}-${sizes[size].width}-${colorScheme}.webp`);
      const picture = await small(await page.screenshot());
      writeFileSync(file, picture);
      bytes += picture.length;
      console.log(`${Math.round(picture.length / 1000)} kB ${name}, ${size}, ${colorScheme}`);
    }
  }
}

/** The browser itself writes WebP: the best quality that fits. */
async function small(png) {
  const page = await browser.newPage();
  try {
    for (const [scale, quality] of attempts) {
      const url = await page.evaluate(
        async ([data, size, wanted]) => {
          const picture = new Image();
          picture.src = `data:image/png;base64,${data}`;
          await picture.decode();
          const canvas = document.createElement("canvas");
          canvas.width = picture.width * size;
          canvas.height = picture.height * size;
          const pen = canvas.getContext("2d");
          if (pen) pen.imageSmoothingQuality = "high";
          pen?.drawImage(picture, 0, 0, canvas.width, canvas.height);
          return canvas.toDataURL("image/webp", wanted);
        },
        [png.toString("base64"), scale, quality],
      );
      const webp = Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
      if (webp.length <= largest) return webp;
    }
    throw new Error(`A picture does not fit into ${largest} bytes.`);
  } finally {
    await page.close();
  }
}

/** Waits until so many organisations of the drill have said something. */
async function heardFrom(page, incident, wanted) {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const answer = await page.request.get(`${origin}/api/v1/incidents/${incident}/board`);
    const { board } = await answer.json();
    if (Object.values(board.organisations).filter((row) => row.heardAt !== null).length >= wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function post(page, path, data) {
  const answer = await page.request.post(`${origin}/api/v1${path}`, { data, headers: { origin } });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

function start() {
  const child = spawn(process.execPath, [join(root, "scripts/start.mjs")], {
    env: {
      ...process.env,
      ...{ PORT: String(port), HOST: "127.0.0.1", DATA_DIR: dataDir, SETUP_TOKEN: setupToken, LIMITS: "off" },
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The server ended with ${code} before it was ready.`)));
    child.stdout.setEncoding("utf8").on("data", (text) => {
      if (text.includes("Muster is ready on")) resolve(child);
    });
  });
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
