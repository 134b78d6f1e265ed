import { BoardPage } from "./pages/board-page.ts";
import { desktop, expect, test } from "./support/test.ts";

/** Two missed beats, and what the browser needs to notice. */
const lineLost = { timeout: 30_000 };

test("posts written while the line is down wait in sight, and go out once, in order, with their own time", async ({
  installation,
  visitor,
  faults,
}) => {
  faults.expectOffline();
  const incident = await installation.declare("Dispatch is down");
  const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
  const theirs = await new BoardPage(await visitor({ ...desktop, storageState: installation.commander })).open(
    incident,
  );
  const page = await visitor({ ...desktop, storageState: signedIn });
  const own = await new BoardPage(page).open(incident);

  await page.context().setOffline(true);
  await own.post("First words from the basement");
  await own.post("Second words from the basement");
  await expect(own.waiting.getByRole("listitem")).toHaveText([
    /Waiting to send.*written \d\d:\d\dZ.*Second words from the basement/,
    /Waiting to send.*written \d\d:\d\dZ.*First words from the basement/,
  ]);
  await expect(own.banner).toContainText("Not live since", lineLost);
  await expect(own.banner).toContainText("2 updates wait on this device");
  await expect(own.frame).toHaveAttribute("data-stale", "true");
  // Another page cannot come: this one stays, with what waits on it.
  await page.getByRole("link", { name: "Updates" }).first().click();
  await expect(page.getByText("No line")).toBeVisible();
  await expect(own.waiting.getByRole("listitem")).toHaveCount(2);
  await incident.say("Said by others meanwhile");
  await expect(theirs.items("Said by others meanwhile")).toHaveCount(1);
  const backAt = new Date().toISOString();

  await page.context().setOffline(false);
  for (const board of [own, theirs]) {
    await expect(board.items("words from the basement")).toHaveText([/Second words/, /First words/], lineLost);
    await expect(board.items("Said by others meanwhile")).toHaveCount(1);
  }
  await expect(own.banner).toHaveCount(0);
  await expect(own.waiting).toHaveCount(0);
  await expect(own.frame).not.toHaveAttribute("data-stale");
  for (const { at, writtenAt } of await incident.updates("words from the basement")) {
    expect(writtenAt && writtenAt < backAt, "written while the line was down").toBe(true);
    expect(at > backAt, "kept when it was back").toBe(true);
  }
});

test("an open page converges by itself after the server was killed, and doubles nothing", async ({
  installation,
  server,
  visitor,
  faults,
}) => {
  faults.expectOffline();
  const incident = await installation.declare("Dispatch is down");
  const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
  const page = await visitor({ ...desktop, storageState: signedIn });
  const own = await new BoardPage(page).open(incident);
  let loads = 0;
  page.on("load", () => (loads += 1));
  await own.post("Said before the power cut");
  await expect(own.items("Said before the power cut")).toContainText("Own report");

  await server.kill9();
  await own.post("Said while the server was gone");
  await expect(own.waiting.getByRole("listitem")).toContainText(["Waiting to send"]);
  await server.restart();
  await incident.say("Said by others after the restart");

  await expect(own.items("Said by others after the restart")).toHaveCount(1, lineLost);
  await expect(own.waiting).toHaveCount(0, lineLost);
  await expect(own.items("Said while the server was gone")).toContainText("Own report");
  await expect(own.items("Said before the power cut")).toHaveCount(1);
  await expect(own.items("Said while the server was gone")).toHaveCount(1);
  await expect(own.live).toBeVisible(lineLost);
  expect(loads, "the page was not loaded again").toBe(0);
  expect((await incident.updates("Said ")).map(({ text }) => text)).toEqual([
    "Said before the power cut",
    expect.stringMatching(/^Said (by others after the restart|while the server was gone)$/),
    expect.stringMatching(/^Said (by others after the restart|while the server was gone)$/),
  ]);
});
