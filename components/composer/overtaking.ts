import type { Pending } from "#client/outbox-entry";
import type { FeedItem, Provenance, Row } from "#domain/board";
import type { EventId } from "#domain/ids";
import type { Status } from "#domain/words";

/** A word for the organisation that came while a draft was being written; `status` when it says one. */
export type Overtaking = { event: EventId; at: string; name: string; isOwn: boolean; status: Status | null };

const newestWord = ({ own, relayed, text, figures }: Row): Provenance | null =>
  [own, relayed, text, ...Object.values(figures)].reduce<Provenance | null>(
    (newest, word) => (word !== null && (newest === null || word.at > newest.at) ? word : newest),
    null,
  );

/** What somebody who begins to write now knows of: the newest word, and what he has sent that is not there yet. */
export const knownWords = (row: Row, pending: readonly Pending[]): string =>
  [newestWord(row)?.event ?? "", ...pending.map(({ id }) => id)].join(",");

/** The newest word, unless it is among the `known` ones by its own name or its command's. */
export const overtaking = (row: Row, known: string, feed: readonly FeedItem[]): Overtaking | null => {
  const word = newestWord(row);
  if (word === null) return null;
  const ids = known.split(",");
  const said = feed.findLast(({ event }) => event.id === word.event)?.event;
  const command = said === undefined || said.kind === "redacted" ? undefined : said.command;
  if (ids.includes(word.event) || (command !== undefined && ids.includes(command))) return null;
  const statement = [row.own, row.relayed].find((stated) => stated?.event === word.event);
  return {
    ...{ event: word.event, at: word.at, name: word.by.name },
    isOwn: word.by.organisation === row.id,
    status: statement?.status ?? null,
  };
};
