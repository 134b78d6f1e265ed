import type { Page } from "@playwright/test";
import { MyRowPage } from "./pages/my-row-page.ts";
import { commander } from "./support/installation.ts";
import { desktop, expect, smallPhone, test } from "./support/test.ts";

/** Holds the page's scripts back, as a slow line does; the returned function lets them through. */
const withoutScripts = async (page: Page): Promise<() => void> => {
  let letThrough = (): void => {};
  const gate = new Promise<void>((open) => {
    letThrough = open;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await gate;
    await route.continue();
  });
  return letThrough;
};

test("what a liaison chooses and writes before the script runs is kept, and goes out", async ({
  installation,
  visitor,
}) => {
  const incident = await installation.declare("Dispatch is down");
  const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
  const page = await visitor({ ...smallPhone, storageState: signedIn });
  const row = new MyRowPage(page);
  const text = page.getByLabel("What changed");
  const letThrough = await withoutScripts(page);

  await page.goto(incident.path("/me"), { waitUntil: "commit" });
  await row.status("Recovering").check({ force: true });
  await text.fill("Gates are open");
  await expect(row.send).toBeDisabled();
  letThrough();
  await expect(row.send).toBeEnabled();
  await expect(text).toHaveValue("Gates are open");
  await expect(row.status("Recovering")).toBeChecked();
  await row.send.click();
  await expect(row.sent).toContainText(/Saved \d\d:\d\d:\d\dZ/);
  await expect(row.sent).toContainText("Gates are open");
});

test("the bar on the board keeps what was written before the script runs", async ({ installation, visitor }) => {
  const incident = await installation.declare("Dispatch is down");
  const page = await visitor({ ...desktop, storageState: installation.commander });
  const bar = page.getByRole("form", { name: "Post an update" });
  const letThrough = await withoutScripts(page);

  await page.goto(incident.path(), { waitUntil: "commit" });
  await bar.getByLabel("Text").fill("Next call at noon");
  letThrough();
  await expect(bar.getByRole("button", { name: "Send" })).toBeEnabled();
  await expect(bar.getByLabel("Text")).toHaveValue("Next call at noon");
});

test("a form of one's own waits for its script, and keeps what was written meanwhile", async ({
  installation,
  visitor,
}) => {
  const page = await visitor(desktop);
  const letThrough = await withoutScripts(page);
  await page.goto(`${installation.url}/sign-in`, { waitUntil: "commit" });
  await page.getByLabel("Work e-mail").fill(commander.email);
  await page.getByLabel("Password").fill(commander.password);
  const signIn = page.getByRole("button", { name: "Sign in", exact: true });
  await expect(signIn).toBeDisabled();
  letThrough();
  await signIn.click();
  await expect(page.getByRole("heading", { name: "My incidents" })).toBeVisible();
});

test("an invitation keeps the address and the choice made before its script ran", async ({ installation, visitor }) => {
  const page = await visitor({ ...desktop, storageState: installation.commander });
  const letThrough = await withoutScripts(page);
  const { organisations } = await installation.api.get<{ organisations: { id: string }[] }>("/me");
  await page.goto(`/settings/organisations/${organisations[0]?.id}`, { waitUntil: "commit" });
  const invite = page.getByRole("region", { name: "Invite a member" });
  await invite.getByLabel("Work e-mail").fill("second@harbour.example");
  await invite.getByLabel("As").selectOption("admin");
  letThrough();
  await invite.getByRole("button", { name: "Make the link" }).click();
  await expect(invite.getByRole("list", { name: "Open invitations" })).toContainText("second@harbour.example");
  await expect(invite.getByRole("list", { name: "Open invitations" })).toContainText("administrator");
});
