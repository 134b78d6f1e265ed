import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { commander } from "./support/installation.ts";
import { desktop, expect, test } from "./support/test.ts";

/** A key of the device that says yes by itself. */
async function plugInKey(page: Page): Promise<void> {
  const line = await page.context().newCDPSession(page);
  await line.send("WebAuthn.enable");
  await line.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Passkeys belong to a name; the server's own address is a bare one. */
const byName = (url: string): string => url.replace("127.0.0.1", "localhost");

async function signIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/sign-in?next=/settings`);
  await page.getByLabel("Work e-mail").fill(commander.email);
  await page.getByLabel("Password").fill(commander.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
}

const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("a passkey signs in alone and as the second step, and is removed", async ({ installation, visitor, faults }) => {
  faults.expectFault(/status of 40[13]/);
  const origin = byName(installation.url);
  const page = await visitor(desktop);
  await plugInKey(page);
  await signIn(page, origin);
  const passkeys = section(page, "Passkeys");
  const key = passkeys.getByRole("listitem").filter({ hasText: "Laptop" });

  await test.step("it is enrolled with the password, and brings recovery codes", async () => {
    await passkeys.getByLabel("A new passkey on").fill("Laptop");
    await passkeys.getByLabel("Your password").fill("not this one");
    await passkeys.getByRole("button", { name: "Add a passkey" }).click();
    await expect(passkeys.getByText("This is not your password.")).toBeVisible();
    await passkeys.getByLabel("Your password").fill(commander.password);
    await passkeys.getByRole("button", { name: "Add a passkey" }).click();
    await expect(key).toContainText("not used yet");
    await expect(passkeys.getByRole("status").getByRole("listitem")).toHaveCount(10);
  });

  await test.step("it signs in alone", async () => {
    await signOut(page);
    await page.goto(`${origin}/sign-in?next=/settings`);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(key).toContainText("last used");
  });

  await test.step("it is the second step after the password", async () => {
    await signOut(page);
    await signIn(page, origin);
    await page.getByRole("button", { name: "Use your passkey" }).click();
    await expect(key).toContainText("last used");
  });

  await test.step("removed, it opens nothing, and the password is enough again", async () => {
    await key.getByRole("button", { name: "Remove Laptop" }).click();
    await passkeys.getByLabel("Your password").fill(commander.password);
    await passkeys.getByRole("button", { name: "Remove Laptop", exact: true }).last().click();
    await expect(key).toHaveCount(0);
    await signOut(page);
    await page.goto(`${origin}/sign-in?next=/settings`);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(page.getByText("This passkey does not open anything here.")).toBeVisible();
    await signIn(page, origin);
    await expect(passkeys).toBeVisible();
  });
});

test("an app's code stands between password and session; sessions are seen and ended", async ({
  installation,
  visitor,
  faults,
}) => {
  faults.expectFault(/status of 40[13]/);
  const origin = installation.url;
  const page = await visitor(desktop);
  await signIn(page, origin);
  const app = section(page, "Authenticator app");

  const secret = await test.step("the app is set up by a code of it", async () => {
    await app.getByLabel("Your password").fill(commander.password);
    await app.getByRole("button", { name: "Set up an app" }).click();
    await expect(app.getByRole("img", { name: /QR code/ })).toBeVisible();
    const typed = (await app.locator(".mono").first().innerText()).replaceAll(" ", "");
    await app.getByLabel("Code from the app").fill(new TOTP({ secret: Secret.fromBase32(typed) }).generate());
    await app.getByRole("button", { name: "Turn it on" }).click();
    await expect(app.getByText(/^On since/)).toBeVisible();
    return typed;
  });
  const recovery = await app.getByRole("status").getByRole("listitem").allInnerTexts();
  expect(recovery).toHaveLength(10);

  const other = await visitor(desktop);
  await test.step("elsewhere the password alone is not enough, a recovery code helps once", async () => {
    await signIn(other, origin);
    await other.getByLabel("Code from your app").fill("000000");
    await other.getByRole("button", { name: "Go on" }).click();
    await expect(other.getByText("This code is wrong, too old, or was used already.")).toBeVisible();
    await other.getByLabel("Code from your app").fill(recovery[0] ?? "");
    await other.getByRole("button", { name: "Go on" }).click();
    await expect(section(other, "Sessions")).toBeVisible();
  });

  await test.step("a code of the next half minute works too", async () => {
    await signOut(other);
    await signIn(other, origin);
    const next = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + 30_000 });
    await other.getByLabel("Code from your app").fill(next);
    await other.getByRole("button", { name: "Go on" }).click();
    await expect(section(other, "Sessions")).toBeVisible();
  });

  await test.step("signing out everywhere else ends the other browser's session", async () => {
    await page.reload();
    const sessions = section(page, "Sessions");
    await expect(sessions.getByText("this one")).toBeVisible();
    await sessions.getByRole("button", { name: "Sign out everywhere else" }).click();
    await expect(sessions.getByRole("listitem")).toHaveCount(1);
    await other.goto(`${origin}/settings`);
    await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  await test.step("the app is removed", async () => {
    await app.getByRole("button", { name: "Remove the app" }).click();
    await app.getByLabel("Your password").fill(commander.password);
    await app.getByRole("button", { name: "Remove the app" }).click();
    await expect(app.getByRole("button", { name: "Set up an app" })).toBeVisible();
  });
});

test("who does nothing for long is told before the session ends, and stays by one press", async ({
  installation,
  visitor,
}) => {
  const page = await visitor(desktop);
  await page.clock.install();
  await signIn(page, installation.url);
  await expect(section(page, "Sessions")).toBeVisible();
  const ends = { ends: { wholeMs: 6 * 3_600_000, idleMs: 4 * 60_000 } };
  await page.route("**/api/v1/session", (route) => route.fulfill({ json: ends }));
  await page.clock.fastForward(61_000);
  const warning = page.getByRole("alert").filter({ hasText: "you are signed out in 4 minutes" });
  await expect(async () => {
    await page.clock.fastForward(60 * 60_000);
    await expect(warning).toBeVisible({ timeout: 500 });
  }).toPass();
  const renewed = page.waitForRequest(/session\/renew/);
  await warning.getByRole("button", { name: "Stay signed in" }).click();
  await renewed;
  await expect(warning).toHaveCount(0);
});
