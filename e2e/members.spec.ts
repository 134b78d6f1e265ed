import { desktop, expect, phone, test } from "./support/test.ts";

test("a member comes by link, is made an administrator, suspended, and let in again", async ({
  installation,
  visitor,
  faults,
}) => {
  faults.expectFault(/status of 40[0-9]/);
  const page = await visitor({ ...desktop, storageState: installation.commander });
  const guest = await visitor(phone);
  await page.goto("/settings");
  const places = page.getByRole("navigation", { name: "Settings" });
  const account = { email: "second@harbour.example", password: "a good long password" };

  await test.step("the administrator makes a link for one address", async () => {
    await places.getByRole("link", { name: "Harbour Authority" }).click();
    const invite = page.getByRole("region", { name: "Invite a member" });
    await invite.getByLabel("Work e-mail").fill(account.email);
    await invite.getByRole("button", { name: "Make the link" }).click();
    await expect(invite.getByRole("list", { name: "Open invitations" })).toContainText(account.email);
    await guest.goto(await invite.getByRole("status").locator(".mono").innerText());
  });

  await test.step("the new member makes an account, and the link is used up", async () => {
    await expect(guest.getByRole("heading", { name: "Welcome to Harbour Authority" })).toBeVisible();
    await expect(guest.getByText(`as a member, as ${account.email}`)).toBeVisible();
    const link = guest.url();
    await guest.getByLabel("Your name").fill("Second Manager");
    await guest.getByLabel("Password").fill(account.password);
    await guest.getByRole("button", { name: "Make my account" }).click();
    await expect(guest.getByRole("heading", { name: "Second Manager" })).toBeVisible();
    await guest.goto(link);
    await guest.reload();
    await expect(guest.getByRole("heading", { name: "This invitation does not open any more" })).toBeVisible();
  });

  await test.step("made an administrator, the member signs in again and may administer", async () => {
    await page.reload();
    const row = page
      .getByRole("region", { name: "Members" })
      .getByRole("listitem")
      .filter({ hasText: "Second Manager" });
    await row.getByLabel("Role of Second Manager").selectOption("Administrator");
    await expect(row).toContainText("administrator");
    await guest.goto("/sign-in?next=/settings");
    await guest.getByLabel("Work e-mail").fill(account.email);
    await guest.getByLabel("Password").fill(account.password);
    await guest.getByRole("button", { name: "Sign in", exact: true }).click();
    const own = guest.getByRole("navigation", { name: "Settings" });
    await expect(own.getByRole("link", { name: "Harbour Authority" })).toBeVisible();
    await expect(own.getByRole("link", { name: "Installation" })).toHaveCount(0);
  });

  await test.step("suspended, there is no way in; reactivated, there is", async () => {
    await places.getByRole("link", { name: "Installation" }).click();
    const people = page.getByRole("region", { name: "People" });
    const row = people.getByRole("listitem").filter({ hasText: "Second Manager" });
    await row.getByRole("button", { name: "Suspend Second Manager" }).click();
    await expect(row).toContainText("suspended");
    await guest.goto("/settings");
    await expect(guest.getByRole("heading", { name: "Sign in" })).toBeVisible();
    const signIn = async () => {
      await guest.getByLabel("Work e-mail").fill(account.email);
      await guest.getByLabel("Password").fill(account.password);
      await guest.getByRole("button", { name: "Sign in", exact: true }).click();
    };
    await signIn();
    await expect(guest.getByText("This e-mail address and password do not belong together.")).toBeVisible();
    await row.getByRole("button", { name: "Reactivate Second Manager" }).click();
    await expect(row.getByRole("button", { name: "Suspend Second Manager" })).toBeVisible();
    await signIn();
    await expect(guest.getByRole("heading", { name: "Second Manager" })).toBeVisible();
  });
});
