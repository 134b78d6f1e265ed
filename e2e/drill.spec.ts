import { BoardPage } from "./pages/board-page.ts";
import { Api } from "./support/api.ts";
import { commander } from "./support/installation.ts";
import { desktop, expect, phone, test } from "./support/test.ts";

/** One seat's browser; the drill's events come as fast as its speed lets them. */
const nextEvent = { timeout: 45_000 };
type Clock = { speed: number; paused: boolean; at: string };

test("a drill runs from the first start: three seats, marked everywhere, paced by its commander alone", async ({
  server,
  visitor,
}) => {
  const page = await visitor(desktop);
  const board = new BoardPage(page);
  await page.goto("/");
  await expect(page.getByRole("complementary", { name: "Exercise notice" })).toContainText("EXERCISE not a real event");
  await page.getByRole("button", { name: "Sit as commander" }).click();
  await expect(board.live).toBeVisible();
  const incident = new URL(page.url()).pathname.split("/")[2] ?? "";
  const clock = async (): Promise<Clock> => {
    const api = new Api(page.context().request, server.url);
    return (await api.get<{ board: { incident: { clock: Clock } } }>(`/incidents/${incident}/board`)).board.incident
      .clock;
  };

  const liaison = await visitor(phone);
  await liaison.goto("/");
  await liaison.getByRole("button", { name: "Sit as liaison" }).click();
  await expect(liaison.getByRole("heading", { name: "Delta Air Lines" })).toBeVisible();
  const executive = await visitor(phone);
  await executive.goto("/");
  await executive.getByRole("button", { name: "Sit as executive" }).click();
  await expect(executive.getByRole("region", { name: "Situation" })).toBeVisible();

  await test.step("at least a hundred organisations take part", async () => {
    await page.getByRole("link", { name: "People" }).click();
    const sum = page.getByText(/from \d+ of \d+ organisations/);
    expect(Number(/of (\d+) org/.exec((await sum.textContent()) ?? "")?.[1])).toBeGreaterThanOrEqual(100);
    await page.getByRole("link", { name: "Board" }).click();
  });

  await test.step("every view says in bar and title that it is an exercise", async () => {
    for (const [who, screens] of [
      [liaison, ["/me", "/updates", "/catchup"]],
      [executive, ["/exec", "/people", ""]],
    ] as const)
      for (const screen of screens) {
        await who.goto(`/i/${incident}${screen}`);
        await expect(who.getByRole("complementary", { name: "Exercise notice" })).toBeInViewport();
        await expect(who).toHaveTitle(/EXERCISE/);
      }
  });

  await test.step("its commander changes the speed, and the board moves by itself", async () => {
    const counts = page.getByRole("table", { name: "Number of organisations by sector and status" });
    const before = await counts.innerText();
    await page.getByRole("radio", { name: "300 ×" }).click();
    await expect.poll(async () => (await clock()).speed).toBe(300);
    await expect.poll(() => counts.innerText(), nextEvent).not.toBe(before);
  });

  await test.step("he jumps ahead, and stops the clock for everybody", async () => {
    const pace = page.getByRole("region", { name: "Pace of the exercise" });
    const moment = await pace.getByRole("option", { name: /The first are flying again/ }).getAttribute("value");
    await pace.getByRole("combobox", { name: "Jump ahead to" }).selectOption(moment);
    await pace.getByRole("button", { name: "Jump", exact: true }).click();
    await expect.poll(async () => (await clock()).at >= (moment ?? "?")).toBe(true);
    await pace.getByRole("button", { name: "Stop the clock" }).click();
    await expect(pace.getByRole("button", { name: "Let it run" })).toBeVisible();
    expect((await clock()).paused).toBe(true);
    const hisTime = page.getByRole("timer", { name: "Incident clock" }).getByRole("time");
    const theirTime = executive.getByRole("timer", { name: "Incident clock" }).getByRole("time");
    await expect(theirTime).toHaveText((await hisTime.textContent()) ?? "?");
  });

  await test.step("an executive posts nothing and paces nothing", async () => {
    await expect(executive.getByRole("form", { name: "Post an update" })).toHaveCount(0);
    await expect(executive.getByRole("region", { name: "Pace of the exercise" })).toHaveCount(0);
    const api = new Api(executive.context().request, server.url);
    const { items } = await api.get<{ items: { role: string; organisation: string }[] }>(
      `/incidents/${incident}/people`,
    );
    const { organisation } = items.find(({ role }) => role === "observer") ?? { organisation: "" };
    await expect(api.command(incident, { kind: "update.post", organisation, text: "We are fine" })).rejects.toThrow(
      /403.*forbidden/,
    );
    await expect(api.command(incident, { kind: "drill.pace", paused: false })).rejects.toThrow(/403.*forbidden/);
  });
});

test("once somebody has set it up, a stranger gets no seat", async ({ installation, server, visitor }) => {
  const page = await visitor(desktop);
  const api = new Api(page.context().request, server.url);
  for (const seat of ["commander", "liaison", "executive"])
    await expect(api.post("/drill/seats", { seat })).rejects.toThrow(/404.*not-found/);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Sit as/ })).toHaveCount(0);
  await page.getByLabel("Work e-mail").fill(commander.email);
  await page.getByLabel("Password").fill(commander.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "My incidents" })).toBeVisible();
  expect(installation.url).toBe(server.url);
});
