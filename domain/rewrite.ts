import type { EventId } from "./ids.ts";
import { raises, stricter } from "./marking.ts";
import type { Entry, Rewrite } from "./roster.ts";
import { ontoOf, standsOn, type Visibility } from "./visibility.ts";

/** Marks follow the item wherever it goes; words that somebody wrote on it never reach more people than before. */
const hasWords = ({ event }: Entry): boolean => event.kind === "comment.posted" || event.kind === "update.posted";

/** What stands on an item never has more readers than the item. */
const following = (line: Entry, before: Visibility, after: Visibility): Visibility => {
  const { seen } = line;
  const keepsWords = hasWords(line) && !raises(before.marking, after.marking);
  const follows = seen.marking === before.marking && !keepsWords;
  const marking = follows ? after.marking : stricter(seen.marking, after.marking);
  if (marking !== after.marking) return seen;
  const readers = standsOn({ ...after, marking }, seen.about ?? "", seen.author);
  if (marking !== "TLP:RED") return readers;
  // Whoever wrote it is not named on the item; nobody who was not named before is now.
  const named = keepsWords ? readers.named?.filter((person) => seen.named?.includes(person)) : readers.named;
  return { ...readers, author: after.author, ...(named === undefined ? {} : { named }) };
};

/**
 * Earlier lines (oldest first) as they read once `rewrite` has happened: the item, what stands on it,
 * and what stands on that. Lines that it does not touch stay as they are.
 */
export const rewritten = (lines: readonly Entry[], { event: item, after }: Rewrite): Entry[] => {
  const touched = new Map<EventId, { before: Visibility; after: Visibility }>();
  return lines.map((line) => {
    const { id, at } = line.event;
    if (after === "redacted") return id === item ? { ...line, event: { id, at, kind: "redacted" } } : line;
    const on = line.seen.about === undefined ? undefined : touched.get(line.seen.about);
    const seen = id === item ? after : on && following(line, on.before, on.after);
    if (seen === undefined) return line;
    touched.set(id, { before: line.seen, after: seen });
    return {
      ...line,
      seen,
      event: line.event.kind === "redacted" ? line.event : { ...line.event, marking: seen.marking },
    };
  });
};

/** An item marked anew, with what changes on the lines that stand on it. */
export const markedAnew = (item: Entry, onIt: readonly Entry[], after: Visibility): Rewrite => {
  const rewrite = { event: item.event.id, before: item.seen, after };
  if (item.seen.marking === "TLP:RED") return rewrite;
  const lines = [item, ...onIt];
  const leftOver = rewritten(lines, rewrite).flatMap(({ seen }, index) => {
    const before = lines[index]?.seen;
    return before === undefined || before === seen || before.marking !== "TLP:RED" ? [] : [{ before, after: seen }];
  });
  return leftOver.length === 0 ? rewrite : { ...rewrite, leftOver };
};

/** The line that says that an item is marked anew: its readers are the item's from then on, neither more nor fewer. */
export const saysSo = (item: EventId, before: Visibility, after: Visibility): Visibility => ({
  ...after,
  about: item,
  ...ontoOf(before, before.author),
});
