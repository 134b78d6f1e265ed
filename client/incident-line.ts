import type { IncidentId } from "#domain/ids";
import type { Joined, Presence } from "#domain/protocol";
import { ApiRefusal } from "./api.ts";
import type { BoardCache } from "./board-cache.ts";
import { nextTickAt, openConnection, step } from "./connection.ts";
import type { Connection, LineEffect, LineEvent, Step } from "./connection-state.ts";
import { type ConnectionView, isSameView, viewOf } from "./connection-view.ts";
import type { Poll } from "./feed-poll.ts";
import type { Live, LiveListener } from "./live.ts";
import type { ServerClock } from "./server-clock.ts";
import {
  askJoin,
  placeOf,
  type StreamOrder,
  startOrder,
  type Taken,
  takeBeat,
  takeJoined,
  takeSlice,
  withoutPlace,
  withoutStreams,
} from "./stream-order.ts";
import { type Watched, watchable } from "./watched.ts";

type Untimed = LineEvent extends infer E ? (E extends LineEvent ? Omit<E, "at"> : never) : never;

export type LinePorts = {
  incident: IncidentId;
  /** Where the page's board stands; null for what was not given with it. */
  cursor: string | null;
  pass: string | null;
  buildId: string | null;
  live: Live;
  poll: Poll;
  cache: BoardCache;
  clock: ServerClock;
  /** Never goes back, counts sleep (`steady-clock.ts`). */
  steadyNow: () => number;
  random: () => number;
  /** The link opened or broke: commands can go out, or the session may be another one. */
  onLink: (isUp: boolean) => void;
};

/** A timer that fires this much late has slept. */
const OVERSLEPT_MS = 3_000;
/** What is void goes off the screen when no fresh board has replaced it in this time. */
const VOID_SHOWN_MS = 2_000;

/** Runs the state machine of one incident's line: its events in, its effects out to socket, poll and board. */
export class IncidentLine {
  readonly view: Watched<ConnectionView>;
  readonly presence: Watched<Readonly<Record<string, number>>>;
  private readonly presentNow = watchable<Readonly<Record<string, number>>>({});
  private readonly viewNow;
  private readonly ports: LinePorts;
  private order: StreamOrder;
  private connection: Connection;
  private feedCursor: string | null = null;
  /** Answers to any but the newest join and poll are not heard any more. */
  private joinNumber = 0;
  private pollNumber = 0;
  private tickTimer: ReturnType<typeof setTimeout> | undefined;
  private wipeTimer: ReturnType<typeof setTimeout> | undefined;
  private stopListening: (() => void) | null = null;
  /** A line that starts again shows a board of which nobody knows how old it is. */
  private wasStopped = false;

  constructor(ports: LinePorts) {
    this.ports = ports;
    this.order = startOrder(ports.cursor, ports.pass);
    this.connection = openConnection(ports.steadyNow()).connection;
    this.viewNow = watchable(viewOf(this.connection, ports.clock.at));
    this.view = this.viewNow;
    this.presence = this.presentNow;
  }

  start(): void {
    this.stopListening = this.ports.live.listen(this.ports.incident, this.listener());
    const { connection, effects } = openConnection(this.ports.steadyNow());
    this.take({ connection: { ...connection, isStale: this.wasStopped }, effects });
  }

  stop(): void {
    this.wasStopped = true;
    this.stopListening?.();
    this.stopListening = null;
    this.joinNumber += 1;
    this.pollNumber += 1;
    clearTimeout(this.tickTimer);
    clearTimeout(this.wipeTimer);
    this.order = withoutStreams(this.order);
    // Nobody waits for the answer; a link that is down has left by itself.
    this.ports.live.leave(this.ports.incident).catch(() => {});
  }

  /** Nothing can be expected to be answered now. The first opening of a page is not yet a line that is down. */
  get isDown(): boolean {
    const { link, state, isStale } = this.connection;
    return link !== "up" && state !== "polling" && (state !== "catching-up" || isStale);
  }

  /** The cursor of what has come in so far; null before anything has. */
  get place(): string | null {
    return this.order.cursor ?? this.feedCursor;
  }

  dispatch(event: Untimed): void {
    if (this.stopListening === null) return;
    this.take(step(this.connection, { ...event, at: this.ports.steadyNow() }, this.ports.random()));
  }

  private take({ connection, effects }: Step): void {
    const before = this.connection;
    this.connection = connection;
    for (const effect of effects) this.run(effect);
    if (connection.state === "removed" && before.state !== "removed") this.leaveNothing();
    const view = viewOf(connection, this.ports.clock.at);
    if (!isSameView(view, this.viewNow.get())) this.viewNow.set(view);
    const isUp = connection.link === "up";
    if (isUp !== (before.link === "up")) this.ports.onLink(isUp);
    this.planTick();
  }

  private planTick(): void {
    clearTimeout(this.tickTimer);
    const due = nextTickAt(this.connection);
    if (due === null) return;
    const ring = (): void => {
      if (this.ports.steadyNow() - due > OVERSLEPT_MS) this.dispatch({ type: "woke" });
      this.dispatch({ type: "tick" });
    };
    this.tickTimer = setTimeout(ring, Math.max(0, due - this.ports.steadyNow()));
  }

  private run(effect: LineEffect): void {
    const { live } = this.ports;
    if (effect === "connect" && live.connect() === "up") queueMicrotask(() => this.dispatch({ type: "connected" }));
    if (effect === "drop") {
      this.breakOff();
      live.drop();
    }
    if (effect === "join") this.join();
    if (effect === "poll") this.poll();
    if (effect === "echo") this.echo();
    if (effect === "forget") this.forget();
  }

  private breakOff(): void {
    this.joinNumber += 1;
    this.order = withoutStreams(this.order);
    this.presentNow.set({});
  }

  private forget(): void {
    this.feedCursor = null;
    this.order = withoutPlace(this.order);
    this.ports.cache.forget();
    clearTimeout(this.wipeTimer);
    this.wipeTimer = setTimeout(() => this.ports.cache.wipe(), VOID_SHOWN_MS);
  }

  /** Removed: nothing of the incident stays on the screen or in memory. */
  private leaveNothing(): void {
    this.forget();
    this.ports.cache.wipe();
  }

  private join(): void {
    this.joinNumber += 1;
    const number = this.joinNumber;
    const asked = this.ports.steadyNow();
    this.order = askJoin(this.order);
    this.ports.live.join(this.ports.incident, placeOf(this.order)).then(
      (answer) => {
        if (number !== this.joinNumber) return;
        if (answer.ok) this.joined(answer, asked);
        else this.dispatch({ type: "join-refused", code: answer.refusal.code });
      },
      () => {
        if (number === this.joinNumber) this.dispatch({ type: "unanswered" });
      },
    );
  }

  private joined(answer: Joined, asked: number): void {
    this.ports.clock.answered(asked, answer.at);
    this.feedCursor = null;
    const taken = takeJoined(this.order, answer);
    this.apply(taken);
    const events = answer.snapshot === undefined ? taken.events.length : 0;
    this.dispatch({ type: "joined", more: answer.more && !taken.missing, events });
    if (taken.missing) this.dispatch({ type: "gap" });
    const { buildId } = this.ports;
    if (buildId !== null && answer.buildId !== buildId) {
      this.dispatch({ type: "new-version" });
    }
  }

  private apply({ order, snapshot, events }: Taken): void {
    this.order = order;
    this.ports.cache.receive({ ...(snapshot === undefined ? {} : { snapshot }), events });
  }

  private poll(): void {
    this.pollNumber += 1;
    const number = this.pollNumber;
    this.ports.poll(this.ports.incident, this.feedCursor).then(
      ({ news, cursor, more }) => {
        if (number !== this.pollNumber || !this.connection.pollUnderWay) return;
        // The socket's place is behind the board from now on: the next join reads it afresh.
        this.order = withoutPlace(this.order);
        this.feedCursor = cursor;
        this.ports.cache.receive(news);
        this.dispatch({ type: "polled", more });
      },
      (error: unknown) => {
        if (number !== this.pollNumber) return;
        this.dispatch({ type: "poll-failed", code: error instanceof ApiRefusal ? error.code : null });
      },
    );
  }

  private echo(): void {
    const asked = this.ports.steadyNow();
    const answered = () => this.dispatch({ type: "echo", rttMs: this.ports.steadyNow() - asked });
    // No answer within the bound is an answer, too: the line is at least that slow.
    this.ports.live.presence(this.ports.incident).then(answered, () => {
      if (this.ports.live.isUp()) answered();
    });
  }

  private listener(): LiveListener {
    return {
      onConnected: () => this.dispatch({ type: "connected" }),
      onLost: () => {
        this.breakOff();
        this.dispatch({ type: "lost" });
      },
      onRefused: (why) => this.dispatch({ type: "refused", why }),
      onSlice: (slice) => this.arrived(takeSlice(this.order, slice), false),
      onBeat: (beat) => this.arrived(takeBeat(this.order, beat), true),
      onPresence: ({ organisations }: Presence) => this.presentNow.set(organisations),
      onReset: () => this.dispatch({ type: "reset" }),
      onClosing: ({ reason, retryMs }) => this.dispatch({ type: "closing", reason, retryMs }),
    };
  }

  private arrived(taken: Taken, isBeat: boolean): void {
    this.apply(taken);
    if (taken.missing) this.dispatch({ type: "gap" });
    else if (isBeat) this.dispatch({ type: "beat" });
  }
}
