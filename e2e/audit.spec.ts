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
