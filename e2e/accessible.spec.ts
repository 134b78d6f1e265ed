import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { Api } from "./support/api.ts";
import { Installation } from "./support/installation.ts";
import { startServer } from "./support/server.ts";
import { desktop, expect, test } from "./support/test.ts";

const standard = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
/** Where nothing may need to be scrolled sideways (WCAG 1.4.10). */
const narrowest = { width: 320, height: 640 };

/** What is wrong on the page as it stands: the rule, and where. */
async function faultsOf(page: Page, look: string, rules?: string[]): Promise<string[]> {
  // Colours on their way from one theme to the other are nobody's contrast.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  // What is off the screen has an estimated height until it is drawn, and seems to lie over its neighbours.
  await page.evaluate(() => {
    for (const item of document.querySelectorAll<HTMLElement>(".feed-item")) item.style.contentVisibility = "visible";
  });
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({
      runOnly: rules ? { type: "rule", values: rules } : { type: "tag", values: standard },
      resultTypes: ["violations"],
    })
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${look}: ${id} at ${target.join(" ")}`));
}

/** A screen in both themes and widths; between themes only the contrast can differ. */
async function check(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  await page.goto(screen);
  await expect(page.getByRole("heading").first()).toBeVisible();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const rules = colorScheme === "dark" ? ["color-contrast", "link-in-text-block"] : undefined;
    for (const viewport of [wide, narrow]) {
      await page.setViewportSize(viewport);
      found.push(...(await faultsOf(page, `${viewport.width} ${colorScheme}`, rules)));
    }
  }
  await page.setViewportSize(narrowest);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > narrowest.width) found.push(`${width} px wide at ${narrowest.width}`);
  return found;
}

async function checkAll(page: Page, screens: readonly string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const screen of screens) {
    const faults = await check(page, screen);
    if (faults.length > 0) found[screen] = faults;
  }
  return found;
}

test("the screens of a running drill are accessible", async ({ server, visitor, faults }) => {
  test.slow();
  faults.expectFault(/status of 404/);
  const page = await visitor(desktop);
  const outside = await checkAll(page, [
    "/",
    "/setup",
    "/sign-in",
    "/welcome#made-up",
    "/join",
    "/join/made-up",
    "/nowhere",
  ]);
  const api = new Api(page.context().request, server.url);
  const { incident } = await api.post<{ incident: { id: string } }>("/drill/seats", { seat: "executive" });
  const root = `/i/${incident.id}`;
  const inside = await checkAll(page, [`${root}/exec`, root, `${root}?view=lanes`, `${root}?view=table`]);
  expect({ ...outside, ...inside }).toEqual({});
});

test("the screens of a real incident are accessible", async ({ installation, visitor }) => {
  test.slow();
  const incident = await installation.declare("Dispatch is down");
  const { signedIn } = await incident.reporting("CLI", "Ward Liaison");
  await incident.say("The yard is closed.");
  const { url } = await incident.invite("NOA");
  const { id } = incident.organisation("CLI");
  const commanding = await checkAll(await visitor({ ...desktop, storageState: installation.commander }), [
    ...[
      "/",
      "/declare",
      "/settings",
      "/admin",
      "/admin/audit",
      incident.path(),
      incident.path(`?org=${id}`),
      incident.path(`/org/${id}`),
    ],
    ...[
      `/settings/organisations/${incident.organisation("HBR").id}`,
      `/settings/organisations/${incident.organisation("HBR").id}/audit`,
      incident.path("?view=lanes"),
      incident.path("?view=table"),
      incident.path("/people"),
      incident.path("/audit"),
      incident.path("/updates"),
      new URL(url).pathname,
    ],
  ]);
  const reporting = await checkAll(await visitor({ ...desktop, storageState: signedIn }), [
    incident.path("/me"),
    incident.path("/catchup"),
  ]);
  expect({ ...commanding, ...reporting }).toEqual({});
});

test("the screens that mail brings along are accessible", async ({ visitor }) => {
  test.slow();
  // Nobody takes the mail: what waits is nothing to the screens.
  const server = await startServer({
    LIMITS: "off",
    SMTP_URL: "smtp://127.0.0.1:9",
    MAIL_FROM: "muster@harbour.example",
  });
  try {
    const installation = await Installation.at(server);
    const stranger = await checkAll(await visitor(desktop), [`${server.url}/reset`, `${server.url}/reset#made-up`]);
    const incident = await installation.declare("Dispatch is down");
    const page = await visitor({ ...desktop, storageState: installation.commander });
    const commanding = await checkAll(page, [`${server.url}/settings`, `${server.url}${incident.path("/people")}`]);
    expect({ ...stranger, ...commanding }).toEqual({});
    // A page that is open when its server ends would say so.
    await page.goto("about:blank");
  } finally {
    await server.dispose();
  }
});

test("a click on an organisation leads to it before any script runs", async ({ installation, visitor }) => {
  const incident = await installation.declare("Dispatch is down");
  await incident.reporting("CLI", "Ward Liaison");
  const page = await visitor({ ...desktop, storageState: installation.commander, javaScriptEnabled: false });
  for (const view of ["cards", "lanes", "table"]) {
    await page.goto(incident.path(`?view=${view}`));
    await page.getByRole("main").getByRole("link", { name: /CLI/ }).first().click();
    await expect(page.getByRole("main").getByRole("heading", { name: "City Clinic" })).toBeVisible();
  }
});

test("the keyboard reaches board, sheet and composer, is seen, and Escape gives it back", async ({
  installation,
  visitor,
}) => {
  const incident = await installation.declare("Dispatch is down");
  await incident.say("The yard is closed.");
  const page = await visitor({ ...desktop, storageState: installation.commander });
  await page.goto(incident.path());
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const focused = page.locator(":focus");

  await test.step("the first stop skips to the board", async () => {
    await page.keyboard.press("Tab");
    await expect(focused).toHaveText("Skip to the main part");
    await expect(focused).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });

  const organisation = page.getByRole("main").getByRole("link", { name: /Harbour Authority/ });
  await test.step("every stop on the way to an organisation can be seen", async () => {
    for (let stops = 0; stops < 12 && !(await isFocused(page, "[data-org]")); stops += 1) {
      await page.keyboard.press("Tab");
      expect(await focusRing(page), await focused.evaluate((element) => element.outerHTML.slice(0, 120))).toBe(true);
    }
    expect(await isFocused(page, "[data-org]"), "an organisation was reached").toBe(true);
  });

  await test.step("Enter opens its sheet, Escape closes it and gives the focus back", async () => {
    await organisation.focus();
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog", { name: "Harbour Authority" });
    await expect(sheet).toBeVisible();
    await expect(sheet.locator(":focus")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
    await expect(organisation).toBeFocused();
  });

  await test.step("U leads to the composer, Escape leads back", async () => {
    await page.keyboard.press("u");
    await expect.poll(() => isFocused(page, "form *")).toBe(true);
    await page.keyboard.press("Escape");
    await expect(organisation).toBeFocused();
  });

  await test.step("what can be done with an update is reached by Tab from the feed", async () => {
    const item = page.locator("li[id^=u-]").filter({ hasText: "The yard is closed." });
    await item.getByRole("link").first().focus();
    await page.keyboard.press("Tab");
    await expect(item.getByRole("button", { name: "Actions" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(item.getByRole("button", { name: "Pin" })).toBeVisible();
  });
});

const isFocused = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** Whether the focused thing, or the label that draws it, has an outline or a shadow around it. */
const focusRing = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const drawn = [
      document.activeElement,
      document.activeElement?.closest("label"),
      document.activeElement?.parentElement,
    ];
    return drawn.some((element) => {
      if (!element) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    });
  });
