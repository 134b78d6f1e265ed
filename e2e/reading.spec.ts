import { desktop, expect, test } from "./support/test.ts";

const title = "Dispatch is down";
/** More than a board carries (`FEED_MAX`). */
const MANY = 155;

test("what is new since the read mark is parted off, and counts as read once it was seen", async ({
  installation,
  visitor,
}) => {
  const incident = await installation.declare(title);
  const { api, signedIn } = await incident.member("CLI", "Ward Liaison");
  await incident.say("Read before");
  const { cursor } = await api.get<{ cursor: string }>(`/incidents/${incident.id}/board`);
  await api.command(incident.id, { kind: "read.mark", cursor });
  await incident.say("Said meanwhile");
  const page = await visitor({ ...desktop, storageState: signedIn });
  const marks = async (): Promise<number> => {
    const { events } = await api.get<{ events: { kind: string }[] }>(`/incidents/${incident.id}/events?limit=1000`);
    return events.filter(({ kind }) => kind === "read.marked").length;
  };
  await page.goto(incident.path());
  const divider = page.getByText(/^New since \d\d:\d\dZ$/);
  await expect(divider).toBeVisible();
  const order = await page.locator(".feed-list > li").allTextContents();
  const at = order.findIndex((text) => text.startsWith("New since"));
  expect(order[at - 1]).toContain("Said meanwhile");
  expect(order[at + 1]).toContain("Read before");
  await expect.poll(marks).toBe(2);
  await page.reload();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(divider).toHaveCount(0);
});

test("a link leads to what is older than the feed, and what was pinned long ago stays readable", async ({
  installation,
  visitor,
  faults,
}) => {
  faults.expectFault(/status of 404/);
  const incident = await installation.declare(title);
  const { signedIn } = await incident.member("CLI", "Ward Liaison");
  await incident.say("The very first word");
  const first = (await incident.log()).findLast(({ text }) => text === "The very first word")?.id ?? "";
  await installation.api.command(incident.id, { kind: "event.pin", event: first });
  for (let index = 0; index < MANY; index += 1) await incident.say(`Word ${index}`);
  const page = await visitor({ ...desktop, storageState: signedIn });

  await page.goto(incident.path(`/updates#u-${first}`));
  const linked = page.getByRole("region", { name: "The update of the link" });
  await expect(linked).toContainText("The very first word");
  await expect(linked).toBeInViewport();

  await page.getByRole("link", { name: "Pinned" }).click();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveText([/The very first word/]);

  await page.goto(incident.path(`/updates#u-${crypto.randomUUID()}`));
  await expect(page.getByText("This update is not there, or not for you to see.")).toBeVisible();
});
