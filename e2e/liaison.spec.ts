import { MyRowPage } from "./pages/my-row-page.ts";
import { Hand } from "./support/taps.ts";
import { desktop, expect, smallPhone, test } from "./support/test.ts";

const title = "Dispatch is down";

test.describe("on a phone of 360 × 740", () => {
  test("a changed number takes at most four taps, and who will see it is said before", async ({
    installation,
    visitor,
  }) => {
    const incident = await installation.declare(title);
    const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
    const page = await visitor({ ...smallPhone, storageState: signedIn });
    const row = await new MyRowPage(page).open(incident);
    const hand = new Hand(page);

    await expect(row.seenBy).toHaveText(/Seen by \d+ (person|people) in \d+ organisations?/);
    await hand.fill(row.restored, "450");
    await hand.tap(row.send);
    await expect(row.sent).toContainText(/Saved \d\d:\d\d:\d\dZ/);
    await expect(row.sent).toContainText("Back in service 450");
    expect(hand.taps).toBeLessThanOrEqual(4);
  });

  test("no change is one tap", async ({ installation, visitor }) => {
    const incident = await installation.declare(title);
    const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
    const page = await visitor({ ...smallPhone, storageState: signedIn });
    const row = await new MyRowPage(page).open(incident);
    const hand = new Hand(page);

    const renewals = async (): Promise<number> =>
      (await incident.log()).filter(({ kind }) => kind === "update.renewed").length;
    await hand.tap(row.noChange);
    await expect.poll(renewals).toBe(1);
    await expect(row.sent).toContainText(/Saved \d\d:\d\d:\d\dZ/);
    await expect(row.sent).toContainText("No change: what was said still stands.");
    expect(hand.taps).toBe(1);
  });

  test("a double click says it once", async ({ installation, visitor }) => {
    const incident = await installation.declare(title);
    const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
    const page = await visitor({ ...smallPhone, storageState: signedIn });
    const row = await new MyRowPage(page).open(incident);
    const said = async (): Promise<string[]> =>
      (await incident.log()).map(({ kind }) => kind).filter((kind) => kind.startsWith("update."));
    const before = await said();
    const status = (): Promise<number> =>
      row.status("Down").evaluate((node) => node.getBoundingClientRect().top + window.scrollY);
    const place = await status();

    await row.noChange.dblclick();
    await expect(row.sent).toContainText("No change: what was said still stands.");
    await page.getByRole("textbox", { name: "What changed" }).fill("The lab is back");
    await row.send.dblclick();
    await expect(row.sent).toContainText(/Saved.*The lab is back/s);
    await page.getByRole("textbox", { name: "What changed" }).fill("So is the ward");
    await row.send.click();
    await expect(row.sent).toContainText(/Saved.*So is the ward/s);
    expect(await said()).toEqual([...before, "update.renewed", "update.posted", "update.posted"]);

    await test.step("what was saved covers nothing and moves nothing", async () => {
      expect(await status()).toBe(place);
      const toast = page.getByRole("region", { name: "Sent", exact: true });
      await expect(toast).toBeInViewport({ ratio: 1 });
      for (const button of [page.getByRole("button", { name: "Pause" }), row.noChange, row.status("Down")])
        await button.click({ trial: true });
    });
  });

  test("what is wrong or strange stands above the buttons, and nothing typed is cut", async ({
    installation,
    visitor,
  }) => {
    const incident = await installation.declare(title);
    const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
    const page = await visitor({ ...smallPhone, storageState: signedIn });
    const row = await new MyRowPage(page).open(incident);
    const words = page.getByRole("textbox", { name: "What changed" });

    await words.fill("x".repeat(2160));
    await expect(page.getByText("160 characters too many")).toBeInViewport({ ratio: 1 });
    await expect(words).toHaveValue("x".repeat(2160));
    await expect(row.send).toBeDisabled();
    await words.fill("W".repeat(90));
    await row.affected.fill("12,5");
    await expect(page.getByRole("alert").filter({ hasText: "“12,5” is not understood" })).toBeInViewport({ ratio: 1 });
    await expect(row.send).toBeDisabled();
    await row.affected.fill("1.300");
    await expect(page.getByText("= 1,300")).toBeVisible();
    await row.restored.fill("90000");
    const strange = page.getByText("More are back than were affected.");
    await expect(strange).toBeInViewport({ ratio: 1 });
    const bar = await row.send.boundingBox();
    const note = await strange.boundingBox();
    expect(note && bar && note.y + note.height <= bar.y, "above the buttons").toBe(true);
    await row.send.click();
    await expect(row.sent).toContainText(/Saved.*Machines affected 1,300/s);
    const card = row.sent.getByRole("listitem").first();
    expect(await card.evaluate((node) => node.scrollWidth <= node.clientWidth), "wraps").toBe(true);
  });

  test("a wrong figure is corrected in two clicks and stays struck through", async ({ installation, visitor }) => {
    const incident = await installation.declare(title);
    const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
    const board = await visitor({ ...desktop, storageState: installation.commander });
    await board.goto(incident.path("/updates"));
    const page = await visitor({ ...smallPhone, storageState: signedIn });
    const row = await new MyRowPage(page).open(incident);
    await row.restored.fill("4500");
    await row.send.click();
    const hand = new Hand(page);

    await hand.tap(row.correct);
    await expect(row.affected).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.type("450");
    await hand.tap(row.sendCorrection);
    await expect(row.restoredNote.getByRole("deletion")).toHaveText(/4,500/);
    await expect(row.restored).toHaveValue("450");
    expect(hand.taps).toBe(2);

    const wrong = board.getByRole("listitem").filter({ hasText: "Corrected later" });
    await expect(wrong.getByRole("deletion")).toContainText("4,500");
  });
});

test.describe("by keyboard, on the board", () => {
  test("an update takes at most forty keys", async ({ installation, visitor }) => {
    const incident = await installation.declare(title);
    const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
    const page = await visitor({ ...desktop, storageState: signedIn });
    await page.goto(incident.path());
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    const hand = new Hand(page);

    await hand.press("u");
    await hand.press("4");
    await hand.press("Tab");
    await hand.type("1300");
    await hand.press("Tab");
    await hand.type("480");
    await hand.press("Tab");
    await hand.type("Triage by hand");
    await hand.press("Control+Enter");
    const item = page.getByRole("listitem").filter({ hasText: "Triage by hand" }).filter({ hasText: "Own report" });
    await expect(item).toContainText(/Degraded.*Down/);
    await expect(item).toContainText("Machines affected 1,300");
    await expect(item).toContainText("Back in service 480");
    expect(hand.keys).toBeLessThanOrEqual(40);
    await expect(page.getByRole("textbox", { name: "Text" })).toHaveValue("");
  });

  test("Z takes back what was just saved: what stood before stands again, the words stay struck through", async ({
    installation,
    visitor,
  }) => {
    const incident = await installation.declare(title);
    const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
    const page = await visitor({ ...desktop, storageState: signedIn });
    await page.goto(incident.path());
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    const bar = page.getByRole("form", { name: "Post an update" });

    for (const key of ["u", "4", "Tab"]) await page.keyboard.press(key);
    await page.keyboard.type("13000");
    await bar.getByLabel("Text").fill("Everything stands still");
    await page.keyboard.press("Control+Enter");
    const toast = page.getByRole("region", { name: "Sent" });
    await expect(toast).toContainText(/Saved \d\d:\d\d:\d\dZ/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("z");
    await expect(toast).toHaveCount(0);

    const wrong = page.locator("li[id^=u-]").filter({ hasText: "Corrected later" });
    await expect(wrong.getByRole("deletion")).toContainText(["Everything stands still", "13,000"]);
    await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "City Clinic" })).toContainText(
      /Degraded.*Taken back by its author\..*1,200/,
    );
  });

  test("F6 leads through the parts of the page, also out of a field", async ({ installation, visitor }) => {
    const incident = await installation.declare(title);
    const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
    const page = await visitor({ ...desktop, storageState: signedIn });
    await page.goto(incident.path());
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    const parts = [
      page.getByRole("banner"),
      page.getByRole("navigation", { name: "Incident" }),
      page.getByRole("main"),
      page.getByRole("complementary"),
      page.getByRole("form", { name: "Post an update" }),
    ];
    for (const part of parts) {
      await page.keyboard.press("F6");
      await expect(part).toBeFocused();
    }
    await page.keyboard.press("u");
    await page.keyboard.press("Shift+F6");
    await expect(page.getByRole("complementary")).toBeFocused();
  });

  test("no change is U, Enter, Enter", async ({ installation, visitor }) => {
    const incident = await installation.declare(title);
    const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
    const page = await visitor({ ...desktop, storageState: signedIn });
    await page.goto(incident.path());
    await expect(page.getByText("Live", { exact: true })).toBeVisible();

    for (const key of ["u", "Enter", "Enter"]) await page.keyboard.press(key);
    await expect(page.getByRole("listitem").filter({ hasText: "CLI" }).filter({ hasText: "No change" })).toBeVisible();
  });

  test("a wrong value is refused with a sentence, and the words stay", async ({ installation, visitor }) => {
    const incident = await installation.declare(title);
    const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
    const page = await visitor({ ...desktop, storageState: signedIn });
    await page.goto(incident.path());
    const bar = page.getByRole("form", { name: "Post an update" });

    await bar.getByLabel("Text").fill("Triage by hand");
    await bar.getByLabel("Affected").fill("-12");
    await bar.getByLabel("Affected").press("Control+Enter");
    await expect(bar.getByRole("alert")).toHaveText(/^Affected: “-12” is not understood/);
    await expect(bar.getByRole("button", { name: "Send" })).toBeDisabled();
    await expect(bar.getByLabel("Text")).toHaveValue("Triage by hand");
    await page.reload();
    await expect(bar.getByLabel("Text"), "also after a reload").toHaveValue("Triage by hand");
    await expect(page.getByText("Saved", { exact: false })).toHaveCount(0);
  });
});

test("a liaison sets what the organisation's updates carry, and the composer starts from it", async ({
  installation,
  visitor,
}) => {
  const incident = await installation.declare(title);
  const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
  const { id } = incident.organisation("CLI");
  const responder = await incident.member("CLI", "Ward Nurse", "responder");
  const colleague = await visitor({ ...desktop, storageState: responder.signedIn });
  await colleague.goto(incident.path());
  const marking = colleague.getByRole("form", { name: "Post an update" }).getByLabel("Marking");
  await expect(marking).toHaveValue("TLP:AMBER");
  const page = await visitor({ ...desktop, storageState: signedIn });
  await page.goto(incident.path(`?org=${id}`));
  const choice = page.getByRole("dialog", { name: "City Clinic" }).getByLabel("New updates of City Clinic carry");
  await expect(choice.getByRole("option", { name: /GREEN|CLEAR/ })).toHaveCount(0);
  await choice.selectOption("TLP:AMBER+STRICT");
  await expect(choice).toHaveValue("TLP:AMBER+STRICT");
  await expect(marking).toHaveValue("TLP:AMBER+STRICT");
  await page.goto(incident.path("/audit"));
  await expect(page.getByText("set the default marking of City Clinic")).toBeVisible();
  await colleague.goto(incident.path(`/org/${id}`));
  await expect(colleague.getByText("unless their author says otherwise")).toBeVisible();
});
