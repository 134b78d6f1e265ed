import { Api } from "./support/api.ts";
import { Hand } from "./support/taps.ts";
import { expect, phone, test } from "./support/test.ts";

test("an executive reads all of it on one phone screen, in order, and cannot post", async ({ server, visitor }) => {
  const page = await visitor(phone);
  const api = new Api(page.context().request, server.url);
  const { incident } = await api.post<{ incident: { id: string } }>("/drill/seats", { seat: "executive" });
  await page.goto(`/i/${incident.id}/exec`);
  const main = page.getByRole("main");
  const numbers = main.getByRole("term");

  await test.step("everything is there, in this order", async () => {
    await expect(main).toMatchAriaSnapshot(`
      - region "Situation":
        - paragraph: /organisations?/
      - term: Affected
      - definition
      - definition
      - term: /Operating|Machines back/
      - definition
      - definition
      - term: Down
      - definition
      - definition
      - term: Overdue
      - definition
      - definition
      - term: Next word
      - definition
      - definition
      - figure:
        - button "Table"
        - img
      - region /./:
        - heading [level=2]
        - list
      - region "My organisation"
      - region /Last/
      - paragraph: /As of/
      - link "Since you last looked"
      - button "Ask the commander"
    `);
    await expect(numbers).toHaveCount(5);
  });

  await test.step("nothing of it has to be scrolled to", async () => {
    for (const item of [
      main.getByRole("region", { name: "Situation" }),
      numbers.last(),
      main.getByRole("figure"),
      main.getByRole("region", { name: "My organisation" }),
      main.getByRole("region", { name: /^Last/ }),
      main.getByText(/^As of/),
      main.getByRole("link", { name: "Since you last looked" }),
      main.getByRole("button", { name: "Ask the commander" }),
    ])
      await expect(item).toBeInViewport({ ratio: 1 });
    const { content, screen } = await page.evaluate(() => ({
      content: document.documentElement.scrollHeight,
      screen: window.innerHeight,
    }));
    expect(content).toBeLessThanOrEqual(screen);
  });

  await expect(page.getByRole("form", { name: "Post an update" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Post update/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "My row" })).toHaveCount(0);
  const hand = new Hand(page);
  await hand.tap(main.getByRole("link", { name: "Since you last looked" }));
  await expect(page.getByRole("heading", { name: /^(What has happened so far|Since you were away)$/ })).toBeVisible();
  expect(hand.taps).toBe(1);
});
