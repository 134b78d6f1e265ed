import type { Board, FeedItem, Provenance } from "#domain/board";
import { rowState } from "#domain/clocks";
import type { EventOf } from "#domain/event";
import type { EventId, OrganisationId } from "#domain/ids";
import { rankOf } from "#domain/marking";
import type { Post } from "./draft.ts";

/** What everybody reads in the place of the words that were taken back. */
export const TAKEN_BACK = "Taken back by its author. What was said before stands again.";

/** How a post can be taken back: by this correction, as long as it came right after the word before. */
export type Undo = { correction: Post; wordBefore: EventId | null };

type Word = EventOf<"update.posted" | "update.renewed">;

const wordsOf = (feed: readonly FeedItem[], organisation: OrganisationId): Word[] =>
  feed.flatMap(({ event }) => {
    const isWord = event.kind === "update.posted" || event.kind === "update.renewed";
    return isWord && event.organisation === organisation ? [event] : [];
  });

/** Whoever reads the post may read the fact again: it is no stricter, and was not kept for a few. */
const isOpenTo = (post: Post, fact: Provenance, feed: readonly FeedItem[]): boolean => {
  const said = feed.findLast(({ event }) => event.id === fact.event)?.event;
  const isForFew = said?.kind !== "update.posted" || said.audience !== undefined || fact.marking === "TLP:RED";
  return !isForFew && post.marking !== undefined && rankOf(fact.marking) >= rankOf(post.marking);
};

/**
 * The correction that takes a post back: status, figures and promise are again what they were, its words are struck
 * through and stay in the record. `board` is as it was before the post, `now` the incident's time.
 * Null when nothing stood there that can stand again: a first status, a first figure and a status that had run out
 * cannot be unsaid, only corrected; and what fewer people may read is not told to more.
 */
export const undoOf = (post: Post, board: Board, now: number): Undo | null => {
  const row = board.organisations[post.organisation];
  if (row === undefined) return null;
  const state = rowState(board.incident, row, now);
  const stood = post.source === undefined ? row.own : row.relayed;
  // What the post only says again needs no taking back.
  const status = post.status === undefined || post.status === stood?.status ? undefined : stood;
  if (status === null || (status !== undefined && (status !== state.statement || state.freshness === "expired"))) {
    return null;
  }
  const said = post.figures ?? [];
  const figures = said.flatMap(({ metric }) => row.figures[metric] ?? []);
  if (figures.length < said.length) return null;
  const facts = status === undefined ? figures : [status, ...figures];
  if (!facts.every((fact) => isOpenTo(post, fact, board.feed))) return null;
  const { status: _status, figures: _figures, text: _text, nextDue: _nextDue, ...frame } = post;
  return {
    wordBefore: wordsOf(board.feed, post.organisation).at(-1)?.id ?? null,
    correction: {
      ...frame,
      text: TAKEN_BACK,
      ...(status === undefined ? {} : { status: status.status }),
      ...(figures.length === 0 ? {} : { figures: figures.map(({ metric, value, unit }) => ({ metric, value, unit })) }),
      ...(row.nextDue === null ? {} : { nextDue: row.nextDue }),
    },
  };
};

/** Nobody spoke for the organisation between the word before and the post, nor after it. */
export const isUndoable = ({ correction, wordBefore }: Undo, feed: readonly FeedItem[], posted: EventId): boolean => {
  const words = wordsOf(feed, correction.organisation);
  return words.at(-1)?.id === posted && (words.at(-2)?.id ?? null) === wordBefore;
};
