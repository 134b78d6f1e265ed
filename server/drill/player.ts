import { v7 as uuidv7 } from "uuid";
import type { Actor } from "#domain/actor";
import { drillTime, toIso } from "#domain/clocks";
import type { IncidentId, OrganisationId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import { claimFact, readFact, writeFact } from "#server/access/installation";
import type { Context } from "#server/context";
import { readEntriesBack, readStored } from "#server/journal/read";
import { CONTROL_CODE, controlPerson, organisationIds } from "./cast.ts";
import { commandIdOf, SCENARIO, SCENARIO_OPENS, type ScenarioEvent, updateOf } from "./scenario.ts";
import { perform, setClock } from "./stage.ts";

/** The longest the player sleeps; it also looks this often whether anybody is watching. */
const WAKE_MAX_MS = 5000;
const WAKE_MIN_MS = 50;
const RETRY_MS = 5000;
const BATCH = 25;

type Options = { isWatched: () => boolean; pauseAfterMs: number };
type Cast = { incident: IncidentId; control: string; organisations: Map<string, OrganisationId> };

/** Posts the script of the installation's drill as its clock reaches each event. Nothing else makes the drill move. */
export const startDrillPlayer = (context: Context, options: Options): { stop: () => Promise<void> } => {
  const player = new Player(context, options);
  const unsubscribe = context.journal.subscribe(({ incident }) => player.heard(incident));
  player.wake(0);
  return {
    stop: async () => {
      unsubscribe();
      await player.stop();
    },
  };
};

class Player {
  private cast: Cast | null = null;
  private waiting: ScenarioEvent[] = [];
  private timer: NodeJS.Timeout | null = null;
  private playing: Promise<void> = Promise.resolve();
  private busy = false;
  private stopped = false;
  private lastWatched: number;
  private readonly context: Context;
  private readonly options: Options;

  constructor(context: Context, options: Options) {
    this.context = context;
    this.options = options;
    this.lastWatched = context.now().getTime();
  }

  /** The drill's log moved: perhaps its clock did. */
  heard(incident: IncidentId): void {
    if (incident === this.cast?.incident && !this.busy) this.wake(WAKE_MIN_MS);
  }

  wake(inMs: number): void {
    if (this.stopped) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.busy) return this.wake(WAKE_MIN_MS);
      this.playing = this.turn();
    }, inMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.playing;
  }

  private async turn(): Promise<void> {
    this.busy = true;
    let next = RETRY_MS;
    try {
      next = await this.play();
    } catch (error) {
      if (!(error instanceof Refusal))
        this.context.log.error({ error: String(error) }, "the drill's player stumbled; it tries again");
    } finally {
      this.busy = false;
      this.wake(next);
    }
  }

  /** Posts what is due; returns how long to wait. */
  private async play(): Promise<number> {
    const cast = this.cast ?? (await this.open());
    if (cast === null) return RETRY_MS;
    const clock = await this.clock(cast);
    if (clock === null) return WAKE_MAX_MS;
    if (await this.rests(cast, clock.paused)) return WAKE_MAX_MS;
    const now = drillTime(clock, this.context.now().getTime());
    const due = this.waiting.filter((event) => Date.parse(event.plays) <= now).slice(0, BATCH);
    if (due.length > 0) {
      await Promise.all(due.map((event) => this.post(cast, event)));
      this.waiting = this.waiting.slice(due.length);
      return WAKE_MIN_MS;
    }
    const next = this.waiting[0];
    if (next === undefined || clock.paused) return WAKE_MAX_MS;
    return Math.min(WAKE_MAX_MS, Math.max(WAKE_MIN_MS, (Date.parse(next.plays) - now) / clock.speed));
  }

  private async clock({ incident }: Cast) {
    const room = await this.context.journal.room(incident);
    return room === null || room.roster.phase === "closed" ? null : room.roster.clock;
  }

  private async open(): Promise<Cast | null> {
    const { db } = this.context.store;
    const incident = await readFact(db, "drill");
    if (incident === null) return null;
    const cast: Cast = { incident, control: await controlPerson(db), organisations: await organisationIds(db) };
    const keys = SCENARIO.events.map((event) => ({ person: cast.control, command: commandIdOf(incident, event.key) }));
    const played = new Set((await readStored(db, keys)).map((row) => row.command));
    this.waiting = SCENARIO.events.filter((event) => !played.has(commandIdOf(incident, event.key)));
    this.cast = cast;
    if (await claimFact(db, "drill-asleep", "no")) await this.prologue(cast);
    else await this.resume(cast);
    return cast;
  }

  /** What had happened before the board opens is posted at its own time: the clock is set for each event. */
  private async prologue(cast: Cast): Promise<void> {
    const before = this.waiting.filter((event) => event.plays <= SCENARIO_OPENS);
    const lines = before.flatMap((event) => [
      () =>
        this.pace(cast, commandIdOf(cast.incident, `clock ${event.key}`), (now) => ({
          ...now,
          at: toIso(Date.parse(event.plays)),
        })),
      () => this.post(cast, event),
    ]);
    await Promise.all(lines.map((line) => line()));
    this.waiting = this.waiting.slice(before.length);
    await this.pace(cast, commandIdOf(cast.incident, "clock opens"), (now, at) => ({
      ...now,
      at: SCENARIO_OPENS,
      since: at.toISOString(),
      paused: false,
    }));
  }

  /** While the server was down nobody was there: the drill goes on from its last line. */
  private async resume(cast: Cast): Promise<void> {
    const last = (await readEntriesBack(this.context.store.db, cast.incident, Number.MAX_SAFE_INTEGER, 1))[0];
    if (last === undefined) return;
    await this.pace(cast, uuidv7(), (now, at) => ({
      ...now,
      at: toIso(drillTime(now, Date.parse(last.event.at))),
      since: at.toISOString(),
    }));
  }

  /** With nobody watching the clock stops by itself, and goes on when somebody comes. */
  private async rests(cast: Cast, paused: boolean): Promise<boolean> {
    const wall = this.context.now().getTime();
    if (this.options.isWatched()) this.lastWatched = wall;
    const { db } = this.context.store;
    const asleep = (await readFact(db, "drill-asleep")) === "yes";
    const alone = wall - this.lastWatched > this.options.pauseAfterMs;
    if (alone && !asleep && !paused) {
      await this.pace(cast, uuidv7(), (now, at) => ({
        ...now,
        at: toIso(drillTime(now, at.getTime())),
        since: at.toISOString(),
        paused: true,
      }));
      await writeFact(db, "drill-asleep", "yes");
      return true;
    }
    if (asleep && !alone && this.options.isWatched()) {
      await writeFact(db, "drill-asleep", "no");
      if (paused) await this.pace(cast, uuidv7(), (now, at) => ({ ...now, since: at.toISOString(), paused: false }));
      return false;
    }
    return paused;
  }

  private actor(cast: Cast, organisation: OrganisationId, sector: string): Actor {
    return {
      person: cast.control,
      name: "Exercise control",
      organisation,
      sector,
      role: "liaison",
      standing: "vouched",
    };
  }

  private pace(cast: Cast, command: string, clock: Parameters<typeof setClock>[2]["clock"]) {
    const actor = this.actor(cast, cast.organisations.get(CONTROL_CODE) ?? "", "other");
    return setClock(this.context, cast.incident, { actor, command, clock });
  }

  private async post(cast: Cast, event: ScenarioEvent): Promise<void> {
    const known = SCENARIO.organisations.find((organisation) => organisation.key === event.organisation);
    const organisation = known && cast.organisations.get(known.code);
    if (known === undefined || organisation === undefined) return;
    const actor = this.actor(cast, organisation, known.sector);
    await perform(this.context, cast.incident, actor, updateOf(event, cast.incident, organisation));
  }
}

/** A clock never goes back. */
const latest = (a: string, b: string): string => toIso(Math.max(Date.parse(a), Date.parse(b)));
