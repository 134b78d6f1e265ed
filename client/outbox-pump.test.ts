import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CommandInput } from "#domain/command";
import type { OutboxEntry } from "./outbox-entry.ts";
import { type Delivery, Outbox, type OutboxPorts } from "./outbox-pump.ts";

const NOW = Date.parse("2026-01-01T09:10:00.000Z");
const KEPT: Delivery = { outcome: "kept", at: "2026-01-01T09:31:00.000Z" };
const UNANSWERED: Delivery = { outcome: "unanswered" };
const refused = (code: string): Delivery => ({ outcome: "refused", refusal: { code, message: "No." } });

/** What all tabs of one browser share, and a server that says what the test tells it to. */
const makeBrowser = () => {
  const disk = new Map<string, OutboxEntry>();
  const sent: { incident: string; command: CommandInput }[] = [];
  const planned: { ms: number; work: () => void }[] = [];
  const world = { person: "ann" as string | null | "no answer", answer: (_: CommandInput): Delivery => KEPT };
  let last: Promise<void> = Promise.resolve();
  let ids = 0;
  const tabs: Outbox[] = [];
  const ports: OutboxPorts = {
    shelf: {
      read: async (person) => [...disk.values()].filter((entry) => entry.person === person),
      put: async (entry) => {
        disk.set(entry.id, structuredClone(entry));
        return "disk";
      },
      remove: async (id) => {
        disk.delete(id);
      },
    },
    deliver: async (incident, command) => {
      expect(disk.has(command.id)).toBe(true);
      sent.push({ incident, command });
      return world.answer(command);
    },
    whoAmI: async () => {
      if (world.person === "no answer") throw new Error("no answer");
      return world.person;
    },
    alone: (_person, work) => {
      last = last.then(work);
      return last;
    },
    tellOtherTabs: () => {},
    makeId: () => {
      ids += 1;
      return `command-${ids}`;
    },
    now: () => NOW,
    after: (ms, work) => planned.push({ ms, work }),
    random: () => 0.5,
  };
  const openTab = (person = "ann"): Outbox => {
    const tab = new Outbox(person, ports);
    tabs.push(tab);
    return tab;
  };
  /** Time passes: every planned retry runs, once. */
  const later = async () => {
    for (const { work } of planned.splice(0)) work();
    await quiet();
  };
  const quiet = async () => {
    for (const tab of tabs) await tab.idle();
  };
  return { disk, sent, planned, world, openTab, later, quiet };
};

const renew = { kind: "update.renew", organisation: "org-1" } as const;
const pin = { kind: "event.pin", event: "event-1" } as const;
const states = (tab: Outbox) => tab.pending.get().map(({ id, state }) => `${id} ${state}`);
const sentIds = ({ sent }: ReturnType<typeof makeBrowser>) => sent.map(({ command }) => command.id);

describe("outbox: whose it is", () => {
  test("another person's commands are neither shown nor sent", async () => {
    const browser = makeBrowser();
    browser.world.answer = () => UNANSWERED;
    await browser.openTab("ann").keep("incident-1", renew, false);
    await browser.quiet();
    browser.world.person = "bob";
    browser.world.answer = () => KEPT;
    const bob = browser.openTab("bob");
    await bob.reload();
    bob.wake();
    await browser.quiet();
    expect(bob.pending.get()).toEqual([]);
    expect(sentIds(browser)).toEqual(["command-1"]);
  });

  test("once the session is another's, nothing of this person goes out", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    browser.world.person = "bob";
    await tab.keep("incident-1", renew, false);
    await browser.quiet();
    expect(browser.sent).toEqual([]);
    expect(tab.suspended.get()).toBe(true);
    expect(browser.disk.size).toBe(1);
  });

  test("after a doubt the session is asked for again before anything goes out", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    await tab.keep("incident-1", renew, false);
    await browser.quiet();
    browser.world.person = "bob";
    tab.doubt();
    await tab.keep("incident-1", renew, false);
    await browser.quiet();
    expect(sentIds(browser)).toEqual(["command-1"]);
  });

  test("signed out in mid-sending keeps everything; signed in again it goes out with the same ids", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    browser.world.answer = () => refused("unauthenticated");
    await tab.keep("incident-1", renew, false);
    await tab.keep("incident-1", pin, false);
    await browser.quiet();
    expect(tab.suspended.get()).toBe(true);
    expect(browser.disk.size).toBe(2);
    browser.world.answer = () => KEPT;
    tab.resume();
    await browser.quiet();
    expect(browser.disk.size).toBe(0);
    expect(new Set(sentIds(browser))).toEqual(new Set(["command-1", "command-2"]));
  });
});

describe("outbox: sending", () => {
  test("a command is safe before it is sent, and leaves when it is answered", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    expect(await tab.keep("incident-1", renew, false)).toEqual({ id: "command-1", kept: "disk" });
    await browser.quiet();
    expect(browser.disk.size).toBe(0);
    expect(tab.pending.get()).toMatchObject([{ id: "command-1", state: "saved", savedAt: "2026-01-01T09:31:00.000Z" }]);
  });

  test("the saved twin goes when its event is shown, and when the board was read afresh", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    await tab.keep("incident-1", renew, false);
    await tab.keep("incident-1", pin, false);
    await browser.quiet();
    tab.shown(["command-1"]);
    expect(states(tab)).toEqual(["command-2 saved"]);
    tab.shown(null);
    expect(states(tab)).toEqual([]);
  });

  test("an event that comes back before the answer settles its command; another person's same id does not", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    browser.world.answer = () => UNANSWERED;
    await tab.keep("incident-1", renew, false);
    await browser.quiet();
    tab.settle([{ command: "command-1", person: "bob", at: "" }]);
    expect(states(tab)).toEqual(["command-1 waiting"]);
    tab.settle([{ command: "command-1", person: "ann", at: "2026-01-01T09:31:00.000Z" }]);
    expect(states(tab)).toEqual(["command-1 saved"]);
    await browser.later();
    expect(sentIds(browser)).toEqual(["command-1"]);
  });

  test("order holds within an incident, and one that must wait does not hold up the other", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    browser.world.answer = (command) => (command.id === "command-1" ? refused("unavailable") : KEPT);
    await Promise.all([
      tab.keep("incident-1", renew, false),
      tab.keep("incident-1", pin, false),
      tab.keep("incident-2", renew, false),
    ]);
    await browser.quiet();
    expect([...browser.disk.keys()]).toEqual(["command-1", "command-2"]);
    browser.world.answer = () => KEPT;
    await browser.later();
    expect(sentIds(browser).slice(-2)).toEqual(["command-1", "command-2"]);
  });

  test("a refusal keeps the command for the person, who retries with the same id or discards it", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    browser.world.answer = () => refused("closed");
    await tab.keep("incident-1", renew, false);
    await tab.keep("incident-1", pin, false);
    await browser.quiet();
    expect(states(tab)).toEqual(["command-1 refused", "command-2 refused"]);
    expect(browser.planned).toEqual([]);
    browser.world.answer = () => KEPT;
    await tab.discard("command-2");
    await tab.retry("command-1");
    await browser.quiet();
    expect(browser.disk.size).toBe(0);
    expect(sentIds(browser)).toEqual(["command-1", "command-2", "command-1"]);
  });

  test("a server that is busy or away is tried again within 5 s, however long it stays away", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    browser.world.answer = () => refused("unavailable");
    await tab.keep("incident-1", renew, false);
    await browser.quiet();
    for (let round = 0; round < 10; round += 1) {
      expect(browser.planned).toHaveLength(1);
      expect(browser.planned[0]?.ms).toBeLessThanOrEqual(5_000);
      await browser.later();
    }
  });
});

describe("outbox: the written time", () => {
  const bodies = ({ sent }: ReturnType<typeof makeBrowser>) => sent.map(({ command }) => command);

  test("is not told while the line holds", async () => {
    const browser = makeBrowser();
    await browser.openTab().keep("incident-1", renew, false);
    await browser.quiet();
    expect(bodies(browser)).toEqual([{ ...renew, id: "command-1" }]);
  });

  test("is told when the line was down, for updates and renewals alone", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    await tab.keep("incident-1", renew, true);
    await tab.keep("incident-1", pin, true);
    await browser.quiet();
    expect(bodies(browser)).toEqual([
      { ...renew, id: "command-1", writtenAt: "2026-01-01T09:10:00.000Z" },
      { ...pin, id: "command-2" },
    ]);
  });

  test("is told when the line broke between writing and sending", async () => {
    const browser = makeBrowser();
    const tab = browser.openTab();
    browser.world.person = "no answer";
    await tab.keep("incident-1", renew, false);
    await browser.quiet();
    browser.world.person = "ann";
    await browser.later();
    expect(bodies(browser)).toEqual([{ ...renew, id: "command-1", writtenAt: "2026-01-01T09:10:00.000Z" }]);
  });
});

describe("outbox: several tabs and reloads", () => {
  test("a page that comes back sends what an earlier one left, in its order and with its ids", async () => {
    const browser = makeBrowser();
    browser.world.person = "no answer";
    const before = browser.openTab();
    await before.keep("incident-1", renew, true);
    await before.keep("incident-1", pin, true);
    await browser.quiet();
    browser.world.person = "ann";
    const after = browser.openTab();
    await after.reload();
    expect(states(after)).toEqual(["command-1 waiting", "command-2 waiting"]);
    after.wake();
    await browser.quiet();
    expect(sentIds(browser)).toEqual(["command-1", "command-2"]);
  });

  test("tabs that send together send each command once", async () => {
    const tabOf = fc.nat(2);
    const act = fc.oneof(
      fc.record({
        does: fc.constant("keep" as const),
        tab: tabOf,
        incident: fc.constantFrom("incident-1", "incident-2"),
      }),
      fc.record({ does: fc.constantFrom("wake" as const, "reload" as const), tab: tabOf }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 20 }), async (acts) => {
        const browser = makeBrowser();
        const tabs = [browser.openTab(), browser.openTab(), browser.openTab()];
        await Promise.all(
          acts.map((each) => {
            const tab = tabs[each.tab];
            return each.does === "keep" ? tab?.keep(each.incident, renew, false) : tab?.[each.does]();
          }),
        );
        await browser.quiet();
        const ids = sentIds(browser);
        expect(new Set(ids).size).toBe(ids.length);
        expect(browser.disk.size).toBe(0);
        expect(ids.length).toBe(acts.filter((each) => each.does === "keep").length);
      }),
      { numRuns: 100 },
    );
  });

  test("over a line that answers, loses answers and refuses, the log has each command once and in order", async () => {
    const fate = fc.constantFrom("kept", "lost before", "lost after", "unavailable");
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), async (fates, count) => {
        const browser = makeBrowser();
        const log: string[] = [];
        browser.world.answer = ({ id }) => {
          const next = fates.shift() ?? "kept";
          if (next === "unavailable") return refused("unavailable");
          if (next !== "lost before" && !log.includes(id)) log.push(id);
          return next === "kept" ? KEPT : UNANSWERED;
        };
        const tab = browser.openTab();
        for (let each = 0; each < count; each += 1) await tab.keep("incident-1", renew, false);
        await browser.quiet();
        for (let round = 0; round < 32; round += 1) await browser.later();
        expect(log).toEqual(Array.from({ length: count }, (_, index) => `command-${index + 1}`));
        expect(browser.disk.size).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});
