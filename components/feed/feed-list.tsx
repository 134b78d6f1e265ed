"use client";

import { useState } from "react";
import { useRoom } from "#components/frame/room";
import { Icon } from "#components/ui/icon";
import type { Board, FeedItem } from "#domain/board";
import { replacedBy } from "./correction.ts";
import { eventWords, foldWords } from "./event-words.ts";
import { FeedDivider } from "./feed-divider.tsx";
import { type FeedEntry, foldedOrganisations } from "./feed-entries.ts";
import { subjectOf } from "./feed-filter.ts";
import { FeedItemView } from "./feed-item.tsx";
import { delayWords, momentOf } from "./moment-of.ts";

/** How long an item carries the mark of a new one, on the wall clock. */
const NEW_MS = 30_000;

/** A correction that the board does not carry any more replaces nothing that can be named. */
const replacedIn = ({ correctedBy }: FeedItem, board: Board): string => {
  if (correctedBy === undefined) return "";
  const correction = board.feed.findLast(({ event }) => event.id === correctedBy)?.event;
  return correction?.kind === "update.posted" ? [...replacedBy(correction)].join(" ") : "";
};

type ItemProps = { item: FeedItem; board: Board; now: number; root: string };

/** Turns an item into plain words first: the drawing is skipped while the words stay the same. */
const Item = ({ item, board, now, root }: ItemProps) => {
  const { event } = item;
  const subject = subjectOf(event);
  const row = subject === null || event.kind === "organisation.entered" ? undefined : board.organisations[subject];
  const moment = momentOf(item, board.incident, now, row?.timeZone);
  const { title, text } = eventWords(event, board);
  const speed = board.incident.clock?.speed ?? 1;
  return (
    <FeedItemView
      item={item}
      {...moment}
      code={row?.code}
      name={row?.name}
      enteredBy={event.kind === "redacted" ? undefined : board.organisations[event.by.organisation]?.code}
      delay={event.kind === "update.posted" ? delayWords(event, board.incident) : null}
      title={title}
      text={text}
      replaced={replacedIn(item, board)}
      href={`${root}/updates#u-${event.id}`}
      isNew={moment.ago !== null && now - Date.parse(moment.iso) < NEW_MS * speed}
    />
  );
};

type FoldProps = { entry: Extract<FeedEntry, { kind: "fold" }>; board: Board };

const namesIn = ({ entry, board }: FoldProps): string =>
  entry.of === "participant.joined"
    ? entry.items.flatMap(({ event }) => (event.kind === "participant.joined" ? [event.person.name] : [])).join(", ")
    : foldedOrganisations(entry.items)
        .flatMap((id) => board.organisations[id]?.name ?? [])
        .join(", ");

/** Many quiet events of a kind in one line; the names are behind "Show". */
const Fold = ({ entry, board }: FoldProps) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <li id={`u-${entry.id}`} className="feed-item feed-fold">
      <Icon name="check" />
      <span>
        {foldWords(entry.of, foldedOrganisations(entry.items).length, entry.items.length)}.{" "}
        <button type="button" className="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Hide" : "Show"}
        </button>
        {isOpen ? <span className="block">{namesIn({ entry, board })}</span> : null}
      </span>
    </li>
  );
};

type Props = {
  entries: readonly FeedEntry[];
  board: Board;
  now: number;
  /** Stands above the entry with this id. */
  divider: { id: string; words: string; onSeen: () => void } | null;
};

/** Entries as a list; the newest is the first. */
export const FeedList = ({ entries, board, now, divider }: Props) => {
  const root = `/i/${useRoom().incidentId}`;
  if (entries.length === 0) {
    return (
      <p className="feed-empty">
        Nothing was said yet. A good update says how it is, what is being done and what is needed: “Check-in is by hand
        at four gates, 300 of 1,200 machines are back, we need a courier for keys.”
      </p>
    );
  }
  return (
    <ol className="feed-list">
      {entries.map((entry) => (
        <FeedRow key={entry.id} entry={entry} board={board} now={now} root={root} divider={divider} />
      ))}
    </ol>
  );
};

type RowProps = Omit<Props, "entries"> & { entry: FeedEntry; root: string };

const FeedRow = ({ entry, board, now, root, divider }: RowProps) => (
  <>
    {divider?.id === entry.id ? <FeedDivider key={divider.words} {...divider} /> : null}
    {entry.kind === "fold" ? (
      <Fold entry={entry} board={board} />
    ) : (
      <Item item={entry.item} board={board} now={now} root={root} />
    )}
  </>
);
