import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { saysSo } from "./rewrite.ts";
import type { Entry } from "./roster.ts";
import { act, COMMANDER, logOf, type Step, steps, TestLog } from "./testing.ts";
import { classOf, sees, type Viewer } from "./visibility.ts";
import type { Marking } from "./words.ts";

describe("an item marked anew, and what stands on it, in any log", () => {
  it("shows what stands on an item to nobody who may not see the item", () => {
    fc.assert(
      fc.property(steps(40), (list) => {
        const { lines, roster } = logOf(list);
        const byId = new Map(lines.map((line) => [line.event.id, line]));
        for (const line of lines) {
          const item = byId.get(line.seen.about ?? "");
          if (item === undefined) continue;
          for (const viewer of roster.people.values()) {
            if (!sees(viewer, line.seen, roster.sharing) || sees(viewer, item.seen, roster.sharing)) continue;
            // Left over: what somebody wrote himself, and words that stay with those whom TLP:RED named.
            const own = line.seen.author === viewer.person;
            expect(own || line.seen.marking === "TLP:RED", `${line.event.id} to ${viewer.person}`).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("gives one class one answer", () => {
    fc.assert(
      fc.property(steps(40), (list) => {
        const log = logOf(list);
        const { roster } = log;
        const lines = log.lines.filter(({ event }) => event.kind !== "read.marked");
        const classes = new Map<string, Viewer>();
        for (const viewer of roster.people.values()) {
          const key = classOf(viewer, roster.named);
          const like = classes.get(key) ?? viewer;
          classes.set(key, like);
          for (const { seen } of lines)
            expect(sees(viewer, seen, roster.sharing)).toBe(sees(like, seen, roster.sharing));
        }
      }),
      { numRuns: 100 },
    );
  });
});

const base: Step = { what: "post", actor: 0, target: 0, marking: "TLP:AMBER", value: 1, named: [], narrowed: false };

/** An update by the commander with a liaison's comment on it, and a comment on that comment; then new markings. */
const commented = (...markings: Marking[]): { lines: Entry[]; liaison: Viewer } => {
  const log = new TestLog();
  const commander = log.roster.people.get(COMMANDER);
  if (commander === undefined) throw new Error("no commander");
  const person = { id: "liaison", name: "Liaison" };
  log.by(commander, {
    kind: "participant.joined",
    body: { person, organisation: "air", role: "liaison", standing: "vouched" },
  });
  act(log, base);
  const liaison = log.roster.people.get("liaison");
  const update = log.entries.at(-1);
  if (liaison === undefined || update === undefined) throw new Error("nothing posted");
  const on = (about: string) => ({ marking: "TLP:AMBER", origin: "cert", about }) as const;
  const comment = log.by(
    liaison,
    { kind: "comment.posted", body: { on: update.event.id, text: "first" } },
    on(update.event.id),
  );
  log.by(liaison, { kind: "comment.posted", body: { on: comment.event.id, text: "second" } }, on(comment.event.id));
  log.by(liaison, { kind: "event.pinned", body: { event: update.event.id } }, on(update.event.id));
  for (const marking of markings) act(log, { ...base, what: "mark", marking });
  return { lines: log.lines.slice(2, 6), liaison };
};

const sharing = { amberToObservers: false, amberToCommunications: false };

describe("what stands on what stands on an item", () => {
  it("is hidden with the item, from its own author too", () => {
    const { lines, liaison } = commented("TLP:RED");
    expect(lines.map(({ seen }) => seen.marking)).toEqual(["TLP:RED", "TLP:RED", "TLP:RED", "TLP:RED"]);
    for (const { seen } of lines) expect(sees(liaison, seen, sharing)).toBe(false);
  });

  it("follows a laxer marking only when it has no words of its own", () => {
    const { lines } = commented("TLP:GREEN");
    expect(lines.map(({ seen }) => seen.marking)).toEqual(["TLP:GREEN", "TLP:AMBER", "TLP:AMBER", "TLP:GREEN"]);
  });

  it("carries its marking in the event as well", () => {
    const { lines } = commented("TLP:RED");
    for (const { event } of lines) expect(event).toMatchObject({ marking: "TLP:RED" });
  });
});

describe("the line that says that the marking is another one", () => {
  const red = (named: string[]) => ({ marking: "TLP:RED", origin: "air", author: "author", named }) as const;

  it("is not told to somebody who is named no longer, or who loses the item by a laxer marking", () => {
    expect(saysSo("item", red(["stays", "goes"]), red(["stays"]))).toMatchObject({ named: ["stays"], about: "item" });
    const strict = { marking: "TLP:AMBER+STRICT", origin: "air", author: "author" } as const;
    expect(saysSo("item", red(["elsewhere"]), strict)).toEqual({ ...strict, about: "item", onto: "author" });
  });

  it("stands on its author's own words", () => {
    const green = { marking: "TLP:GREEN", origin: "air", author: "author" } as const;
    expect(saysSo("item", green, red([]))).toMatchObject({ marking: "TLP:RED", author: "author", onto: "author" });
  });
});
