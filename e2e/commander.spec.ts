import type { Page } from "@playwright/test";
import { BoardPage } from "./pages/board-page.ts";
import { MyRowPage } from "./pages/my-row-page.ts";
import { Api } from "./support/api.ts";
import { Hand } from "./support/taps.ts";
import { desktop, expect, phone, test } from "./support/test.ts";

const personOf = async (page: Page): Promise<string> => (await (await page.request.get("/api/v1/me")).json()).person.id;

test("a commander sets up, declares, shares a link, hears the first report, and closes", async ({
  server,
  visitor,
}) => {
  const page = await visitor(desktop);
  const hand = new Hand(page);

  await test.step("the set-up link makes the first organisation and its administrator", async () => {
    await page.goto(`/setup#${server.setupToken}`);
    await page.getByLabel("Organisation").fill("Harbour Authority");
    await page.getByLabel("Code").fill("HBR");
    await page.getByLabel("Sector").selectOption({ label: "Logistics" });
    await page.getByLabel("Your name").fill("Duty Manager");
    await page.getByLabel("Work e-mail").fill("duty.manager@harbour.example");
    await page.getByLabel("Password").fill("correct horse staple");
    await page.getByRole("button", { name: "Set up Muster" }).click();
    await expect(page.getByRole("heading", { name: "My incidents" })).toBeVisible();
    const api = new Api(page.context().request, server.url);
    await api.post("/organisations", { name: "City Clinic", code: "CLI", sector: "health" });
    await api.post("/organisations", { name: "Northern Air", code: "NOA", sector: "aviation" });
  });

  await test.step("three fields and four clicks declare, and nobody has reported", async () => {
    await hand.tap(page.getByRole("link", { name: "Declare" }));
    await expect(page.getByLabel("What is happening")).toBeFocused();
    await page.keyboard.type("Machines stop after a vendor's update");
    await hand.tap(page.getByRole("radio", { name: "1" }));
    await expect(page.getByLabel("Template")).toHaveValue("vendor-update-outage");
    await hand.tap(page.getByRole("button", { name: "Declare and open the board" }));
    await expect(page.getByRole("heading", { name: "Machines stop after a vendor's update" })).toBeVisible();
    expect(hand.taps).toBeLessThanOrEqual(4);
    const board = new BoardPage(page);
    for (const name of ["City Clinic", "Northern Air"])
      await expect(board.card(name)).toContainText(/No report.*never reported/);
    await expect(
      page.getByRole("navigation", { name: /^Key numbers/ }).getByRole("link", { name: /no report/ }),
    ).toContainText("3");
  });

  await test.step("the own organisation's status is its liaison's, another's can be relayed", async () => {
    const bar = page.getByRole("form", { name: "Post an update" });
    await expect(bar.getByText("Your organisation's liaison sets its status.")).toBeVisible();
    await expect(bar.getByRole("group", { name: "Status" })).toHaveCount(0);
    await bar.getByLabel("For", { exact: true }).selectOption({ label: "Northern Air (relayed)" });
    await expect(bar.getByRole("group", { name: "Status" })).toBeVisible();
    await bar.getByLabel("For", { exact: true }).selectOption({ label: "Harbour Authority" });
  });

  const link = await test.step("two clicks make a link to share", async () => {
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    hand.taps = 0;
    await hand.tap(page.getByRole("link", { name: "Invite CLI" }));
    await hand.tap(page.getByRole("button", { name: "Make the link" }));
    await expect(page.getByRole("heading", { name: "Invitation for liaison of City Clinic" })).toBeVisible();
    expect(hand.taps).toBeLessThanOrEqual(2);
    await expect(page.getByRole("img", { name: /^QR code/ })).toBeVisible();
    return (await page.getByText(/^https?:\/\/\S+\/join\/\S+$/).textContent()) ?? "";
  });

  const theirs = await visitor(phone);
  const row = new MyRowPage(theirs);
  await test.step("the first report comes from another browser", async () => {
    await page.getByRole("link", { name: "Board" }).click();
    await theirs.goto(link);
    await theirs.getByLabel("Your name").fill("Ward Nurse");
    await theirs.getByLabel("Work e-mail").fill("ward.nurse@clinic.example");
    await theirs.getByRole("button", { name: "Join the board" }).click();
    await theirs.getByRole("link", { name: "Go to my row" }).click();
    await row.status("Partly down").click();
    await row.affected.fill("120");
    await row.restored.fill("0");
    await row.send.click();
    await expect(new BoardPage(page).card("City Clinic")).toContainText(/Partly down.*120/);
  });

  await test.step("what is marked TLP:RED reaches the people who are named, and nobody else", async () => {
    const bar = page.getByRole("form", { name: "Post an update" });
    await bar.getByLabel("Text").fill("The vendor asks for silence");
    await bar.getByLabel("Marking").selectOption("TLP:RED");
    await bar.getByRole("button", { name: "Seen by you alone: name people" }).focus();
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog", { name: "Who will see it" });
    await expect(sheet.getByText("Nobody to choose yet.")).toBeVisible();
    await page.keyboard.press("Escape");
    await new Api(page.context().request, server.url).command(new URL(page.url()).pathname.split("/")[2] ?? "", {
      kind: "participant.vouch",
      person: await personOf(theirs),
    });
    await page.keyboard.press("Enter");
    await expect(sheet.getByRole("checkbox", { name: /Ward Nurse City Clinic/ })).toBeVisible();
    await sheet.getByRole("checkbox", { name: /Ward Nurse City Clinic/ }).focus();
    await page.keyboard.press("Space");
    await expect(sheet.getByRole("heading", { name: "Seen by 2 people in 2 organisations" })).toBeVisible();
    await page.keyboard.press("Escape");
    await bar.getByRole("button", { name: "Send" }).click();
    await theirs.goto(new URL("updates", `${page.url()}/`).pathname);
    await expect(theirs.getByRole("listitem").filter({ hasText: "The vendor asks for silence" })).toContainText(
      "TLP:RED",
    );
    await theirs.goBack();
  });

  await test.step("severity and end are the commander's, each with a reason that everybody reads", async () => {
    await page.getByRole("link", { name: "People" }).click();
    await page.getByRole("button", { name: "Change severity" }).click();
    await page.getByRole("radio", { name: "2" }).click();
    await page.getByLabel("Reason").fill("Two hospitals work by hand");
    await page.getByRole("button", { name: "Set severity" }).click();
    await expect(theirs.getByRole("banner")).toContainText("Severity 2");
    await page.getByRole("button", { name: "Close the incident" }).click();
    await page.getByLabel("How it ended").fill("The vendor took the update back");
    await page.getByRole("button", { name: "Close the incident" }).click();
    await expect(theirs.getByText("The incident is closed.")).toBeVisible();
    await page.getByRole("link", { name: "Updates" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Incident closed" })).toContainText(
      "The vendor took the update back",
    );
  });
});
