import { MyRowPage } from "./pages/my-row-page.ts";
import { commander } from "./support/installation.ts";
import { Hand } from "./support/taps.ts";
import { desktop, expect, phone, test } from "./support/test.ts";

test("a used link leads nowhere: to the page of a link that never was", async ({ installation, visitor }) => {
  const incident = await installation.declare("Dispatch is down");
  const { token, url } = await incident.invite("CLI");
  const page = await visitor(phone);
  await page.goto(url);
  await page.getByLabel("Your name").fill("Ward Nurse");
  await page.getByLabel("Work e-mail").fill("ward.nurse@clinic.example");
  await page.getByRole("button", { name: "Join the board" }).click();
  await expect(page.getByRole("heading", { name: "What has happened so far" })).toBeVisible();

  const stranger = await visitor(phone);
  const used = await stranger.goto(url);
  await expect(stranger.getByRole("heading", { name: "This invitation no longer works" })).toBeVisible();
  const shownForUsed = await stranger.locator("body").ariaSnapshot();
  const madeUp = await stranger.goto(`/join/${[...token].reverse().join("")}`);
  expect(madeUp?.status()).toBe(used?.status());
  expect(await stranger.locator("body").ariaSnapshot()).toBe(shownForUsed);
});

test("a newcomer goes from the link to the first post in six taps and two fields, and is vouched for in one", async ({
  installation,
  visitor,
}) => {
  const incident = await installation.declare("Dispatch is down");
  await incident.say("Everybody may know: gates are worked by hand.", { marking: "TLP:GREEN" });
  await incident.say("For participants: the yard is closed.", { marking: "TLP:AMBER" });
  const { url } = await incident.invite("CLI");
  const board = await visitor({ ...desktop, storageState: installation.commander });
  await board.goto(incident.path());
  await expect(board.getByText("Live", { exact: true })).toBeVisible();

  const page = await visitor(phone);
  const row = new MyRowPage(page);
  let loads = 0;
  const hand = new Hand(page);
  await page.goto(url);
  await test.step("what it is, as whom, by whom, and what will be seen is said first", async () => {
    await expect(page.getByRole("heading", { name: "Join as liaison for City Clinic" })).toBeVisible();
    const terms = page.getByRole("main");
    await expect(terms).toContainText("Dispatch is down");
    await expect(terms).toContainText(`Invited by${commander.name}`);
    await expect(terms).toContainText(/You will see\s*TLP:GREEN and TLP:CLEAR now, more once/);
  });

  await hand.fill(page.getByLabel("Your name"), "Ward Nurse");
  await hand.fill(page.getByLabel("Work e-mail"), "ward.nurse@clinic.example");
  await hand.tap(page.getByRole("button", { name: "Join the board" }));
  await expect(page.getByRole("heading", { name: "What has happened so far" })).toBeVisible();
  // The page that was loaded to come in has finished; from here on nothing is loaded again.
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.waitForLoadState("load");
  page.on("load", () => (loads += 1));
  await hand.tap(page.getByRole("link", { name: "Go to my row" }));
  await expect(page.getByRole("heading", { name: "City Clinic" })).toBeVisible();
  await expect(page.getByText("Nobody has vouched for you yet")).toBeVisible();
  await hand.tap(row.status("Down"));
  await hand.tap(row.send);
  await expect(row.sent).toContainText("Saved");
  expect(hand.taps).toBeLessThanOrEqual(6);
  expect(hand.fields).toBeLessThanOrEqual(2);

  await test.step("the post is on the commander's board, marked", async () => {
    const card = board.getByRole("main").getByRole("listitem").filter({ hasText: "City Clinic" });
    await expect(card).toContainText("Down");
    const item = board.getByRole("listitem").filter({ hasText: "Ward Nurse" }).filter({ hasText: "Own report" });
    await expect(item).toContainText("not yet vouched for");
  });

  await page.getByRole("link", { name: "Updates" }).click();
  await expect(page.getByText("gates are worked by hand")).toBeVisible();
  await expect(page.getByText("the yard is closed")).toHaveCount(0);
  await board.getByRole("link", { name: "People" }).click();
  const vouching = new Hand(board);
  await vouching.tap(board.getByRole("button", { name: "Vouch for Ward Nurse" }));
  expect(vouching.taps).toBe(1);
  await expect(page.getByText("the yard is closed")).toBeVisible();
  await page.getByRole("link", { name: "My row" }).click();
  await expect(row.affected).toBeVisible();
  await expect(page.getByText("Nobody has vouched for you yet")).toHaveCount(0);
  expect(loads, "the newcomer's page was not loaded again").toBe(0);
});
