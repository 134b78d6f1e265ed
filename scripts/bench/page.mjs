import { loadavg } from "node:os";
import { setInterval } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { browserFlags, findBrowser } from "../find-browser.mjs";
import { quantile } from "./figures.mjs";

const views = ["matrix", "lanes", "table"];
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const settlesMs = 3_000;
/** 1.6 Mbit/s both ways, 150 ms there and back, and a processor four times slower. */
const slowLine = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 };
const slowdown = 4;

/** What a page shows, the control it is there for, and what the script enables once it has taken over the words. */
const pages = [
  {
    name: "board",
    person: "commander",
    path: "",
    shows: "main.board table",
    takes: "form.composer input[name=text]",
    sends: "form.composer button[type=submit]",
  },
  {
    name: "my row",
    person: "liaison",
    path: "/me",
    shows: "main.my-row h2",
    takes: "main.my-row textarea[name=text]",
    sends: "main.my-row button[type=submit]",
  },
  { name: "summary", person: "executive", path: "/exec", shows: "main .five", takes: "main .exec-actions a[href]" },
];

/** Frames of a board under change, view by view, and how soon each page can be read and used on a slow line. */
export async function playPage({ url, scene }, { rate, seconds, rounds }) {
  const browser = await chromium.launch({ executablePath: findBrowser().path, args: browserFlags });
  const open = async (person, viewport) => {
    const context = await browser.newContext({ viewport });
    const [name, value] = scene.cookies[person].split("=");
    await context.addCookies([{ name, value, url }]);
    return context.newPage();
  };
  try {
    const lines = [];
    for (const page of pages)
      for (let round = 0; round < rounds; round += 1)
        lines.push(await opened(await open(page.person, phone), url, scene, page));
    const frames = [];
    for (const view of views)
      frames.push(await underChange(await open("commander", desktop), url, scene, { view, rate, seconds }));
    return { frames, lines };
  } finally {
    await browser.close();
  }
}

async function underChange(page, url, scene, { view, rate, seconds }) {
  await page.goto(`${url}${scene.path}?view=${view}`);
  await live(page);
  await page.waitForTimeout(settlesMs);
  const load = loadavg()[0];
  const seen = await page.evaluateHandle(watchFrames);
  const running = [];
  for await (const _ of setInterval(1000 / rate)) {
    running.push(scene.change(running.length + scene.organisations));
    if (running.length === rate * seconds) break;
  }
  await Promise.all(running);
  const { gaps, long, nodes } = await seen.evaluate((result) => ({
    ...result,
    nodes: document.querySelectorAll("*").length,
  }));
  await page.context().close();
  const sorted = gaps.toSorted((a, b) => a - b);
  return { view, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), max: sorted.at(-1), long, nodes, load };
}

/** Runs in the page: the time between frames, and the tasks that held one up for more than 50 ms. */
function watchFrames() {
  const seen = { gaps: [], long: [] };
  const note = (list) => seen.long.push(...list.getEntries().map(({ duration }) => duration));
  new PerformanceObserver(note).observe({ entryTypes: ["longtask"] });
  let last = performance.now();
  const frame = (now) => {
    seen.gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return seen;
}

async function opened(page, url, scene, { name, path, shows, takes, sends = null }) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", slowLine);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.addInitScript(watchOpening, { shows, takes, sends });
  const load = loadavg()[0];
  await page.goto(url + scene.path + path);
  await page.waitForFunction(() => window.opening?.live !== undefined);
  const times = await page.evaluate(() => window.opening);
  await page.context().close();
  return { name, ...times, load };
}

/**
 * Runs in the page: milliseconds from the navigation until its content stands there, until its control answers, and
 * until the script has taken over and the line is live. Words are written as soon as the field takes them: a field
 * that loses them when the script comes has not answered before.
 */
function watchOpening({ shows, takes, sends }) {
  const words = "Gates are open";
  const times = {};
  window.opening = times;
  const find = (selector) => document.querySelector(selector);
  const write = (field) => {
    if (!("value" in field)) return;
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const look = () => {
    const control = find(takes);
    if (times.readable === undefined && find(shows) !== null) times.readable = performance.now();
    if (times.usable === undefined && times.readable !== undefined && control?.matches("a[href], :enabled")) {
      times.usable = performance.now();
      write(control);
    }
    const isKept = sends === null || control?.value === words;
    const hasTakenOver = sends === null || find(sends)?.matches(":enabled") || !isKept;
    if (find(".connection")?.textContent !== "Live" || !hasTakenOver) return void requestAnimationFrame(look);
    times.live = performance.now();
    if (!isKept) times.usable = times.live;
  };
  requestAnimationFrame(look);
}

const live = (page) => page.getByText("Live", { exact: true }).waitFor();
