import type { Page } from "@playwright/test";
import { client, type IdentityProvider, startIdentityProvider, type ToldPerson } from "./support/identity-provider.ts";
import { commander, Installation } from "./support/installation.ts";
import { freePort, type Server, startServer } from "./support/server.ts";
import { test as base, desktop, expect } from "./support/test.ts";

const nurse: ToldPerson = { sub: "n-1", name: "Ward Nurse", email: "ward@clinic.example", email_verified: true };

type Fixtures = { provider: IdentityProvider; houses: { server: Server; provider: IdentityProvider } };

/** A server that knows one provider, and the provider. */
const test = base.extend<Fixtures>({
  houses: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needs of a fixture from this pattern
    async ({}, use) => {
      const port = await freePort();
      const issuer = {
        name: "Clinic",
        issuer: `http://127.0.0.1:${port}`,
        clientId: client.id,
        clientSecret: client.secret,
      };
      const server = await startServer({ LIMITS: "off", OIDC_ISSUERS: JSON.stringify([issuer]) });
      const provider = await startIdentityProvider(port, `${server.url}/api/v1/session/oidc/callback`, nurse);
      await use({ server, provider });
      await provider.close();
      await server.dispose();
    },
    { timeout: 120_000 },
  ],
  server: async ({ houses }, use) => use(houses.server),
  provider: async ({ houses }, use) => use(houses.provider),
});

const enter = async (page: Page, origin: string): Promise<void> => {
  await page.goto(`${origin}/sign-in?next=/settings`);
  await page.getByRole("button", { name: "Sign in with Clinic" }).click();
  await expect(page.getByRole("region", { name: "Sessions" })).toBeVisible();
};

type Me = { person: { id: string; name: string; email: string }; organisations: unknown[]; platformAdmin: boolean };
const meOf = async (page: Page, origin: string): Promise<Me> => (await page.request.get(`${origin}/api/v1/me`)).json();

test("a provider signs people in by issuer and subject, links by an act, and brings no rights", async ({
  server,
  provider,
  visitor,
  faults,
}) => {
  faults.expectFault(/status of 40[0-9]/);
  const { url } = server;
  const installation = await Installation.at(server);

  const first = await test.step("who comes for the first time is a new person without any right", async () => {
    const page = await visitor(desktop);
    await enter(page, url);
    const me = await meOf(page, url);
    expect(me).toMatchObject({ person: { name: nurse.name, email: nurse.email }, organisations: [] });
    expect(me.platformAdmin).toBe(false);
    return me.person.id;
  });

  await test.step("and is the same one the next time, whatever the name has become", async () => {
    provider.person = { ...nurse, name: "Another Name" };
    const page = await visitor(desktop);
    await enter(page, url);
    expect((await meOf(page, url)).person).toMatchObject({ id: first, name: nurse.name });
  });

  await test.step("the address of an account opens nothing of it, verified or not", async () => {
    for (const [sub, verified] of [
      ["n-2", true],
      ["n-3", false],
    ] as const) {
      provider.person = { sub, name: "Impostor", email: commander.email, email_verified: verified };
      const page = await visitor(desktop);
      await enter(page, url);
      const me = await meOf(page, url);
      expect(me).toMatchObject({ organisations: [], platformAdmin: false });
      expect(me.person.email).toBe(verified ? commander.email : "");
    }
  });

  await test.step("a trip is good for the browser that began it alone", async () => {
    const begin = async (page: Page): Promise<string> => {
      const wish = { data: { issuer: provider.issuer }, headers: { origin: url } };
      const answer: { url: string } = await (await page.request.post(`${url}/api/v1/session/oidc`, wish)).json();
      return answer.url;
    };
    const trip = await begin(await visitor(desktop));
    const other = await visitor(desktop);
    await other.goto(trip);
    await expect(other.locator(".problem")).toContainText("did not sign you in");
    // With a trip of its own the state does not fit.
    await begin(other);
    await other.goto(trip);
    await expect(other.locator(".problem")).toContainText("did not sign you in");
    expect((await other.request.get(`${url}/api/v1/me`)).status()).toBe(401);
  });

  await test.step("somebody with an account links it in the settings, and comes in by it", async () => {
    provider.person = { sub: "n-4", name: "Duty Manager there", email: "duty@clinic.example", email_verified: true };
    const page = await visitor({ ...desktop, storageState: installation.commander });
    await page.goto(`${url}/settings`);
    const section = page.getByRole("region", { name: "Sign-in providers" });
    await section.getByRole("button", { name: "Link Clinic" }).click();
    await section.getByLabel("Your password").fill(commander.password);
    await section.getByRole("button", { name: "Link Clinic" }).last().click();
    await expect(section.getByText(/linked .* as duty@clinic.example/)).toBeVisible();
    const elsewhere = await visitor(desktop);
    await enter(elsewhere, url);
    expect(await meOf(elsewhere, url)).toMatchObject({ person: { email: commander.email }, platformAdmin: true });
  });
});
