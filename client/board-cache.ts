import { apply } from "#domain/apply";
import { type Board, emptyBoard } from "#domain/board";
import type { Event } from "#domain/event";
import type { CommandId, EventId } from "#domain/ids";
import { type Watched, watchable } from "./watched.ts";

/** While paused the shown board stays as it was; `held` counts what waits behind it. */
export type Hold = { paused: boolean; held: number };

export type BoardNews = { snapshot?: Board; events: readonly Event[] };

export type BoardCachePorts = {
  /** Runs the work with the next frame of the page. */
  nextFrame: (work: () => void) => void;
  /** Commands whose events have come: the log has them, whether or not their answer arrived. */
  onSettled: (commands: readonly Settled[]) => void;
  /** These are on the shown board now (`null`: it was read afresh, and holds all that was settled before). */
  onShown: (commands: readonly CommandId[] | null) => void;
  /** The page does not know how to apply this: it is older than the server. */
  onUnreadable: (error: unknown) => void;
};
export type Settled = { command: CommandId; person: string; at: string };

/** Newest events remembered, so that what comes by two ways (socket, polling) is applied once. */
const SEEN_MAX = 4_000;
/** Nobody waits to read these. */
const NO_NEWS: ReadonlySet<Event["kind"]> = new Set([
  "read.marked",
  "drill.paced",
  "event.pinned",
  "event.acknowledged",
]);

const settledBy = (events: readonly Event[]): Settled[] =>
  events.flatMap((event) =>
    event.kind === "redacted" ? [] : [{ command: event.command, person: event.by.person, at: event.at }],
  );

/** What stays when the person may no longer see what was shown: which incident it is. */
const emptied = ({ incident }: Board): Board => ({
  ...emptyBoard,
  incident: { ...emptyBoard.incident, id: incident.id, title: incident.title, mode: incident.mode },
});

/**
 * The only writer of the board that the screens show. Everything that arrives goes through `receive`, is applied
 * by `apply`, and becomes one write a frame, however much came in it.
 */
export class BoardCache {
  readonly hold: Watched<Hold>;
  private readonly holding = watchable<Hold>({ paused: false, held: 0 });
  private readonly listeners = new Set<() => void>();
  private readonly ports: BoardCachePorts;
  private readonly seen = new Set<EventId>();
  /** The board as it is, and as it is shown. */
  private truth: Board;
  private shown: Board;
  private waiting: BoardNews[] = [];
  /** Commands whose events wait to be shown; null: all that was settled, with a board read afresh. */
  private unshown: CommandId[] | null = [];
  private frameAsked = false;
  /** What is shown must go: the next snapshot passes the pause. */
  private isVoid = false;

  constructor(first: Board, ports: BoardCachePorts) {
    this.ports = ports;
    this.hold = this.holding;
    this.truth = first;
    this.shown = first;
    this.remember(first.feed.map((item) => item.event));
  }

  readonly board: Watched<Board> = {
    get: () => this.shown,
    subscribe: (listener) => {
      this.listeners.add(listener);
      return () => {
        this.listeners.delete(listener);
      };
    },
  };

  receive(news: BoardNews): void {
    if (news.snapshot === undefined && news.events.length === 0) return;
    this.ports.onSettled(settledBy([...(news.snapshot?.feed.map((item) => item.event) ?? []), ...news.events]));
    this.waiting.push(news);
    if (this.frameAsked) return;
    this.frameAsked = true;
    this.ports.nextFrame(() => this.flush());
  }

  pause(): void {
    this.flush();
    this.holding.set({ paused: true, held: 0 });
  }

  resume(): void {
    this.flush();
    this.holding.set({ paused: false, held: 0 });
    this.show(this.truth);
  }

  /** What is held and shown is void: nothing of it is added to any more, and the next snapshot replaces it. */
  forget(): void {
    this.waiting = [];
    this.isVoid = true;
  }

  /** Takes what is void off the screen, when no snapshot has come to replace it. */
  wipe(): void {
    if (!this.isVoid) return;
    this.truth = emptied(this.truth);
    this.show(this.truth);
  }

  /** Everything that waited, in one write. */
  private flush(): void {
    this.frameAsked = false;
    const waiting = this.waiting;
    this.waiting = [];
    let count = 0;
    try {
      for (const news of waiting) count += this.fold(news);
    } catch (error) {
      this.ports.onUnreadable(error);
    }
    const wasRead = waiting.some((news) => news.snapshot !== undefined);
    const { paused, held } = this.holding.get();
    if (paused && !(wasRead && this.isVoid)) this.holding.set({ paused, held: held + count });
    else if (waiting.length > 0) this.show(this.truth);
    if (wasRead) this.isVoid = false;
  }

  /** Brings the truth further; says how many things there are to read. */
  private fold({ snapshot, events }: BoardNews): number {
    if (snapshot !== undefined) {
      this.truth = snapshot;
      this.unshown = null;
      this.seen.clear();
      this.remember(snapshot.feed.map((item) => item.event));
    }
    let count = 0;
    for (const event of events) {
      if (this.seen.has(event.id)) continue;
      this.truth = apply(this.truth, event);
      this.remember([event]);
      if (event.kind !== "redacted") this.unshown?.push(event.command);
      if (!NO_NEWS.has(event.kind)) count += 1;
    }
    return count;
  }

  private remember(events: readonly Event[]): void {
    for (const event of events) this.seen.add(event.id);
    for (const oldest of this.seen) {
      if (this.seen.size <= SEEN_MAX) return;
      this.seen.delete(oldest);
    }
  }

  private show(board: Board): void {
    const commands = this.unshown;
    this.unshown = [];
    this.shown = board;
    this.ports.onShown(commands);
    for (const listener of [...this.listeners]) listener();
  }
}
