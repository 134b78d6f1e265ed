import { v7 as uuidv7 } from "uuid";
import { drillTime, toIso } from "#domain/clocks";
import type { DrillClock, EventOf } from "#domain/event";
import type { EventId, IncidentId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import type { Kept } from "#server/journal/draft";
import { readEntriesBack, readStored } from "#server/journal/read";
import { CONTROL } from "./cast.ts";
import { postEvents } from "./performance.ts";
import {
  commandIdOf,
  isMilestone,
  pinIdOf,
  SCENARIO,
  SCENARIO_OPENS,
  SCENARIO_SPEED,
  type ScenarioEvent,
} from "./scenario.ts";
import { fallAsleep, isAsleep, readLastTurn, stoppedAt, wakeDrill } from "./sleep.ts";
import { openStage, perform, type Stage, turnClock } from "./stage.ts";

/** So many events at once: slices stay small, and other people's posts find their way in between. */
const BATCH_MAX = 12;
/** How often it looks whether somebody is watching. */
const LOOK_EVERY_MS = 1000;
/** The shortest wait for the next event. */
const WAIT_MIN_MS = 250;
/** A running clock whose newest line is older than this went on while no server was there. */
const ABSENCE_MS = 30_000;
const END_TEXT =
  "The script ends here: this is all that the public reports tell. The exercise clock stands still; you can go on posting.";

export type Watch = { isWatched: (incident: IncidentId) => boolean; pauseAfterMs: number };

/** What will never be kept, however often it is tried: the organisation has left, for one. */
const isPointless = (error: unknown): boolean =>
  error instanceof Refusal && ["conflict", "not-found", "forbidden", "invalid"].includes(error.code);

/** One drill while it plays. `turn` does what is due at this moment and answers when to call it again. */
export class Playing {
  readonly incident: IncidentId;
  private stage: Stage | null = null;
  private waiting: ScenarioEvent[] = [];
  private pins: { event: ScenarioEvent; id: EventId }[] = [];
  private hasEnded = false;
  private lastTurn: EventOf<"drill.paced"> | null = null;
  private lastWatched: number;
  private readonly context: Context;
  private readonly watch: Watch;

  constructor(context: Context, incident: IncidentId, watch: Watch) {
    this.context = context;
    this.incident = incident;
    this.watch = watch;
    this.lastWatched = context.now().getTime();
  }

  /** Somebody did something that shows that the drill is used. */
  touch(): void {
    this.lastWatched = this.context.now().getTime();
  }

  /** The clock was set, by whomever. */
  turned(event: EventOf<"drill.paced">): void {
    this.lastTurn = event;
  }

  /** In how many milliseconds something is to be done again; null when only a new line of the log can be a reason. */
  async turn(): Promise<number | null> {
    const before = await this.clock();
    if (before === null) return null;
    const stage = this.stage ?? (await this.open(before));
    const clock = await this.clock();
    if (clock === null) return null;
    const now = this.context.now().getTime();
    const shown = drillTime(clock, now);
    const due = this.waiting.filter((event) => Date.parse(event.plays) <= shown).slice(0, BATCH_MAX);
    if (due.length > 0) return this.post(stage, clock, due);
    if (this.pins.length > 0) await this.pin(stage);
    if (this.waiting.length === 0 && !this.hasEnded) await this.end(stage, clock);
    await this.look(stage, clock, now);
    const next = this.waiting[0];
    if (clock.paused || next === undefined) return LOOK_EVERY_MS;
    return Math.min(LOOK_EVERY_MS, Math.max(WAIT_MIN_MS, (Date.parse(next.plays) - shown) / clock.speed));
  }

  /** Null when this is no drill, or one that is closed. */
  private async clock(): Promise<DrillClock | null> {
    const roster = (await this.context.journal.room(this.incident))?.roster;
    return roster?.mode === "drill" && roster.phase !== "closed" ? roster.clock : null;
  }

  /** Finds out from the log how far the script has come. */
  private async open(clock: DrillClock): Promise<Stage> {
    const stage = await openStage(this.context, this.incident);
    const ids = SCENARIO.events.flatMap((event) => [this.idOf(event), pinIdOf(this.incident, event)]);
    const keys = [...ids, this.endId()].map((command) => ({ person: stage.control, command }));
    const stored = new Map((await readStored(this.context.store.db, keys)).map((row) => [row.command, row.id]));
    this.waiting = SCENARIO.events.filter((event) => !stored.has(this.idOf(event)));
    this.pins = SCENARIO.events.flatMap((event) => {
      const id = stored.get(this.idOf(event));
      const isOpen = isMilestone(event) && !stored.has(pinIdOf(this.incident, event));
      return isOpen && id !== undefined ? [{ event, id }] : [];
    });
    this.hasEnded = stored.has(this.endId());
    this.lastTurn = await readLastTurn(this.context, this.incident);
    await this.setGoing(stage, clock);
    this.stage = stage;
    return stage;
  }

  private idOf(event: ScenarioEvent): string {
    return commandIdOf(this.incident, event.key);
  }

  private endId(): string {
    return commandIdOf(this.incident, "end");
  }

  /**
   * Opens the board; or, after a stop of the server, goes on where it was: what passed meanwhile did not happen in the
   * drill. A clock that exercise control has stopped and that does not sleep was left so by a server that broke off.
   */
  private async setGoing(stage: Stage, clock: DrillClock): Promise<void> {
    const now = this.context.now();
    const since = now.toISOString();
    const command = uuidv7();
    const last = this.lastTurn;
    if (last === null) {
      const to = { at: SCENARIO_OPENS, since, speed: SCENARIO_SPEED, paused: false };
      return this.turnTo(stage, { command, from: clock, to });
    }
    if (clock.paused) {
      const isLeft = last.by.person === stage.control && !isAsleep(this.incident, last) && !this.hasEnded;
      if (isLeft) await this.turnTo(stage, { command, from: clock, to: { ...clock, since, paused: false } });
      return;
    }
    const [newest] = await readEntriesBack(this.context.store.db, this.incident, Number.MAX_SAFE_INTEGER, 1);
    const heard = newest === undefined ? now.getTime() : Date.parse(newest.event.at);
    if (now.getTime() - heard <= ABSENCE_MS) return;
    await this.turnTo(stage, { command, from: clock, to: { ...clock, at: toIso(drillTime(clock, heard)), since } });
  }

  /** Whoever sets the clock at the same moment goes first. */
  private async turnTo(stage: Stage, turning: Parameters<typeof turnClock>[2]): Promise<void> {
    try {
      await turnClock(this.context, stage, turning);
    } catch (error) {
      if (!isPointless(error)) throw error;
    }
  }

  private async post(stage: Stage, clock: DrillClock, due: readonly ScenarioEvent[]): Promise<number> {
    const results = await postEvents(this.context, stage, clock, due);
    const done = new Set<ScenarioEvent>();
    due.forEach((event, index) => {
      const result = results[index];
      if (result?.status === "fulfilled") this.kept(event, result.value);
      if (result?.status === "fulfilled" || isPointless(result?.reason)) done.add(event);
    });
    this.waiting = this.waiting.filter((event) => !done.has(event));
    const failed = results.find((result) => result.status === "rejected" && !isPointless(result.reason));
    if (failed?.status === "rejected") throw failed.reason;
    return 0;
  }

  private kept(event: ScenarioEvent, { event: { id } }: Kept): void {
    if (isMilestone(event)) this.pins.push({ event, id });
  }

  private async pin(stage: Stage): Promise<void> {
    const pins = this.pins;
    this.pins = [];
    for (const { event, id } of pins) {
      const command = { id: pinIdOf(this.incident, event), kind: "event.pin" as const, event: id };
      await perform(this.context, stage, { code: CONTROL.code, role: "scribe", command }).catch((error: unknown) => {
        if (!isPointless(error)) this.pins.push({ event, id });
      });
    }
  }

  private async end(stage: Stage, clock: DrillClock): Promise<void> {
    const organisation = stage.organisations.get(CONTROL.code) ?? "";
    const command = {
      id: this.endId(),
      kind: "update.post" as const,
      organisation,
      text: END_TEXT,
      marking: "TLP:CLEAR" as const,
    };
    await perform(this.context, stage, { code: CONTROL.code, role: "liaison", command });
    this.hasEnded = true;
    const to = stoppedAt(clock, this.context.now());
    await this.turnTo(stage, { command: uuidv7(), from: clock, to });
  }

  /** With nobody watching for a while the clock stops by itself, and goes on when somebody comes. */
  private async look(stage: Stage, clock: DrillClock, now: number): Promise<void> {
    const isWatched = this.watch.isWatched(this.incident);
    if (isWatched) this.lastWatched = now;
    if (clock.paused) {
      if (isWatched && isAsleep(this.incident, this.lastTurn)) await wakeDrill(this.context, this.incident);
    } else if (now - this.lastWatched > this.watch.pauseAfterMs) {
      await fallAsleep(this.context, stage, clock).catch((error: unknown) => {
        if (!isPointless(error)) throw error;
      });
    }
  }
}
