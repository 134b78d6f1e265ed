import { stricter } from "#domain/marking";
import type { Entry, Rewrite } from "#domain/roster";
import type { Visibility } from "#domain/visibility";

/** What stands on an item follows its marking, and never has more readers than the item. */
const following = (seen: Visibility, before: Visibility, after: Visibility): Visibility => ({
  marking: seen.marking === before.marking ? after.marking : stricter(seen.marking, after.marking),
  origin: after.origin,
  author: seen.author,
  ...(after.audience === undefined ? {} : { audience: after.audience }),
  ...(after.named === undefined ? {} : { named: after.named }),
  ...(seen.about === undefined ? {} : { about: seen.about }),
});

/** An earlier line as it reads once `rewrite` has happened; lines that it does not touch stay as they are. */
export const rewritten = (line: Entry, rewrite: Rewrite): Entry => {
  const { before, after } = rewrite;
  const itself = line.event.id === rewrite.event;
  if (after === "redacted") {
    return itself ? { ...line, event: { id: line.event.id, at: line.event.at, kind: "redacted" } } : line;
  }
  if (!itself && line.seen.about !== rewrite.event) return line;
  const seen = itself ? after : following(line.seen, before, after);
  const event = line.event.kind === "redacted" ? line.event : { ...line.event, marking: seen.marking };
  return { ...line, seen, event };
};
