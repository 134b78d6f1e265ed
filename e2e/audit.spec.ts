import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { desktop, expect, test } from "./support/test.ts";

const command = fileURLToPath(new URL("../scripts/audit-verify.mjs", import.meta.url));

test("who did what is read, filtered, taken home and verified, by those who may", async ({
  installation,
  server,
  visitor,
  faults,
}, testInfo) => {
  faults.expectFault(/status of 404/);
  const incident = await installation.declare("Dispatch is down");
  await incident.reporting("CLI", "Ward Liaison");
  const { signedIn } = await incident.member("CLI", "Ward Nurse", "responder");
  const rows = (page: Awaited<ReturnType<typeof visitor>>) =>
    page.getByRole("list", { name: "Entries, newest first" }).getByRole("listitem");

  await test.step("a responder is not led there, and finds nothing", async () => {
    const page = await visitor({ ...desktop, storageState: signedIn });
    await page.goto(incident.path());
    await page.getByRole("button", { name: "More" }).click();
    const more = page.getByRole("dialog", { name: "More" });
    await expect(more.getByRole("link", { name: "My incidents" })).toBeVisible();
    await expect(more.getByRole("link", { name: "Audit" })).toHaveCount(0);
    expect((await page.goto(incident.path("/audit")))?.status()).toBe(404);
  });

  const page = await visitor({ ...desktop, storageState: installation.commander });
  await test.step("the commander comes there by keyboard and reads sentences", async () => {
    await page.goto(incident.path());
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await page.keyboard.press("?");
    const link = page.getByRole("dialog", { name: "More" }).getByRole("link", { name: "Audit" });
    await link.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText("Every entry is as it was written.")).toBeVisible();
    await expect(rows(page).filter({ hasText: "Ward Liaison (CLI) posted an update" })).toHaveCount(1);
    await expect(rows(page).filter({ hasText: "Duty Manager (HBR) vouched for Ward Nurse" })).toHaveCount(1);
  });

  await test.step("what is chosen stands in the address, and in the export", async () => {
    await page.getByLabel("What").selectOption("Updates");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page).toHaveURL(/action=update/);
    await expect(rows(page)).toHaveCount(1);
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export CSV" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^muster-audit-.*-TLP-AMBER\.csv$/);
    await download.saveAs(testInfo.outputPath("audit.csv"));
  });

  await test.step("the operator verifies the export, and the store of the running server", () => {
    const env = { ...process.env, DATA_DIR: server.dataDir, DATABASE_URL: "" };
    const verify = (...args: string[]) => spawnSync(process.execPath, [command, ...args], { env, encoding: "utf8" });
    const exported = verify(join(testInfo.outputDir, "audit.csv"));
    expect([exported.status, exported.stdout]).toEqual([0, expect.stringContaining("Unchanged since its export")]);
    const store = verify("--json");
    expect([store.status, JSON.parse(store.stdout)]).toEqual([0, expect.objectContaining({ fault: null })]);
  });
});

test("an auditor of the installation reads what was done to it, and administers nothing", async ({
  installation,
  visitor,
  faults,
}) => {
  faults.expectFault(/status of 404/);
  await installation.declare("Cranes stand still");
  const page = await visitor({ ...desktop, storageState: installation.commander });
  const guest = await visitor(desktop);
  const account = { name: "Chain Auditor", email: "chain.auditor@harbour.example", password: "a good long password" };
  const { organisations } = await installation.api.get<{ organisations: { id: string }[] }>("/me");
  const own = `/settings/organisations/${organisations[0]?.id}`;

  await test.step("an administrator brings in an auditor of the organisation, by keyboard", async () => {
    await page.goto(own);
    const invite = page.getByRole("region", { name: "Invite a member" });
    await invite.getByLabel("Work e-mail").fill(account.email);
    await invite.getByLabel("As").selectOption("Auditor");
    await invite.getByLabel("As").press("Tab");
    await page.keyboard.press("Enter");
    await guest.goto(await invite.getByRole("status").locator(".mono").innerText());
    await expect(guest.getByText(`as an auditor, as ${account.email}`)).toBeVisible();
    await guest.getByLabel("Your name").fill(account.name);
    await guest.getByLabel("Password").fill(account.password);
    await guest.getByRole("button", { name: "Make my account" }).click();
    await expect(guest.getByRole("heading", { name: account.name })).toBeVisible();
  });

  const entries = guest.getByRole("list", { name: "Entries, newest first" }).getByRole("listitem");
  await test.step("who reads the organisation's acts, and finds no other settings of it", async () => {
    await guest.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Harbour Authority" }).click();
    await expect(entries.filter({ hasText: "Chain Auditor (HBR) became a member" })).toHaveCount(1);
    await guest.getByLabel("Who").selectOption("Chain Auditor");
    await guest.getByRole("button", { name: "Show" }).click();
    await expect(guest).toHaveURL(/actor=/);
    await expect(entries).toHaveCount(1);
    expect((await guest.goto(own))?.status()).toBe(404);
    expect((await guest.goto("/admin/audit"))?.status()).toBe(404);
    await guest.goto("/");
    await expect(guest.getByText("Cranes stand still")).toHaveCount(0);
  });

  await test.step("who is made the installation's auditor signs in again and sees that everything verifies", async () => {
    await page.goto("/admin");
    const row = page.getByRole("region", { name: "People" }).getByRole("listitem").filter({ hasText: account.name });
    await row.getByRole("button", { name: `Make auditor: ${account.name}` }).click();
    await expect(row).toContainText("audits the installation");
    await guest.goto("/sign-in?next=/admin/audit");
    await guest.getByLabel("Work e-mail").fill(account.email);
    await guest.getByLabel("Password").fill(account.password);
    await guest.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(guest.getByText("Every entry is as it was written.")).toBeVisible();
    await expect(guest.getByText(/\d+ entries in all incidents/)).toBeVisible();
    await expect(entries.filter({ hasText: `let ${account.name} audit the installation` })).toHaveCount(1);
    await expect(guest.getByText("Cranes stand still")).toHaveCount(0);
    expect((await guest.goto("/admin"))?.status()).toBe(404);
    await guest.goto("/admin/audit?action=person");
    await expect(entries.first()).toBeVisible();
    const downloading = guest.waitForEvent("download");
    await guest.getByRole("link", { name: "Export JSONL" }).click();
    expect((await downloading).suggestedFilename()).toMatch(/^muster-audit-.*\.jsonl$/);
  });

  await test.step("the administrator comes to the same page from the installation", async () => {
    await page.getByRole("link", { name: "Read the audit" }).click();
    await expect(page.getByText("Every entry is as it was written.")).toBeVisible();
  });
});
