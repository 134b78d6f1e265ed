import { setInterval } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { BoardPage } from "./pages/board-page.ts";
import { Api } from "./support/api.ts";
import { desktop, expect, phone, test } from "./support/test.ts";

const kB = 1000;

/** Bytes of script that came over the line while the page was opened, as they were sent: compressed, without heads. */
async function scriptBytes(page: Page, open: () => Promise<unknown>): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  let bytes = 0;
  devtools.on("Network.responseReceived", ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) scripts.add(requestId);
  });
  devtools.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await open();
  await page.waitForLoadState("networkidle");
  await devtools.detach();
  return bytes;
}

test("the board brings at most 190 kB of script, the summary at most 150 kB", async ({ server, visitor }, {
  annotations,
}) => {
  const weigh = async (seat: string, path: string): Promise<number> => {
    const page = await visitor(phone);
    const api = new Api(page.context().request, server.url);
    const { incident } = await api.post<{ incident: { id: string } }>("/drill/seats", { seat });
    const bytes = await scriptBytes(page, async () => {
      await page.goto(`/i/${incident.id}${path}`);
      await page.getByText("Live", { exact: true }).waitFor();
    });
    annotations.push({ type: "script", description: `${seat} ${path}: ${(bytes / kB).toFixed(1)} kB` });
    return bytes;
  };
  const weights = { board: await weigh("commander", ""), summary: await weigh("executive", "/exec") };
  expect(weights.board).toBeLessThanOrEqual(190 * kB);
  expect(weights.summary).toBeLessThanOrEqual(150 * kB);
});

const organisations = 300;
const perSecond = 20;
const changes = 100;

test("a board of 300 organisations takes 20 changes a second, and shows each", async ({ installation, visitor }, {
  annotations,
}) => {
  test.slow();
  const sectors = ["aviation", "health", "banking", "logistics", "retail", "media"];
  for (let n = 4; n < organisations; n += 1)
    await installation.api.post("/organisations", {
      name: `Organisation ${n}`,
      code: `X${String(n).padStart(4, "0")}`,
      sector: sectors[n % sectors.length],
    });
  const incident = await installation.declare("Everything stands still");
  const page = await visitor({ ...desktop, storageState: installation.commander });
  const board = await new BoardPage(page).open(incident);
  const me = await installation.api.get<{ organisations: { id: string }[] }>("/me");
  const { items } = await installation.api.get<{ items: { id: string }[] }>("/organisations");
  // The command relays for others: how its own organisation stands is its liaison's to say.
  const others = items.filter(({ id }) => me.organisations.every((own) => own.id !== id));
  const frames = await page.evaluateHandle(() => {
    const seen = { gaps: [] as number[], long: 0 };
    new PerformanceObserver((list) => (seen.long += list.getEntries().length)).observe({ entryTypes: ["longtask"] });
    let last = performance.now();
    const frame = (now: number): void => {
      seen.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    return seen;
  });
  const statuses = ["down", "partly_down", "degraded", "recovering", "operating"];
  await inStep(changes, perSecond, (n) =>
    installation.api.command(incident.id, {
      kind: "update.post",
      organisation: others[n % others.length]?.id,
      status: statuses[n % statuses.length],
      text: `Change ${n + 1}`,
      source: "phone",
    }),
  );
  const { gaps, long } = await frames.evaluate((seen) => seen);
  const p95 = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length * 0.95)] ?? 0;
  annotations.push({
    type: "frames",
    description: `p95 ${p95.toFixed(1)} ms, ${long} long tasks, ${gaps.length} frames`,
  });
  await page.getByRole("tab", { name: "Updates" }).click();
  await expect(board.items(`Change ${changes}`)).toHaveCount(1);
});

/** Does it `times` times, `rate` in a second, without waiting for the one before; resolves when all are done. */
async function inStep(times: number, rate: number, act: (n: number) => Promise<void>): Promise<void> {
  const running: Promise<void>[] = [];
  for await (const _ of setInterval(1000 / rate)) {
    running.push(act(running.length));
    if (running.length === times) break;
  }
  await Promise.all(running);
}
