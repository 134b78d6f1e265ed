import { expect, test } from "./support/test.ts";

test("a page's console errors, thrown errors and broken answers are found, also in a second browser", async ({
  browser,
  page,
  faults,
  server,
}) => {
  const second = await browser.newPage();
  await second.evaluate(() => console.error("said by the second page"));
  await page.evaluate(() => void Promise.reject(new Error("thrown by the page")));
  await page.route(`${server.url}/broken`, (route) => route.fulfill({ status: 503, body: "down" }));
  await page.goto(`${server.url}/broken`);

  await expect.poll(() => faults.unexpected().join("\n")).toContain("console error: said by the second page");
  await expect.poll(() => faults.unexpected().join("\n")).toContain("page error: thrown by the page");
  await expect.poll(() => faults.unexpected().join("\n")).toContain("answer 503");

  faults.expectFault(/said by the second page|thrown by the page|503/);
  expect(faults.unexpected()).toEqual([]);
  await second.close();
});
