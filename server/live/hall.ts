import { randomBytes } from "node:crypto";
import type { IncidentId, OrganisationId } from "#domain/ids";
import type { ResetReason, Slice, StreamPlace } from "#domain/protocol";
import { applyToRoster, changesPast, type Entry, type Roster } from "#domain/roster";
import { bucketOf, namesPeople, sees, streamFor, streamsOf, type Viewer } from "#domain/visibility";

/** Somebody who listens: one socket in one incident. */
export type Listener = { readonly person: string; viewer: Viewer };

export type HallPorts<L extends Listener> = {
  /** Sends one slice to everybody who listens to the stream. */
  send: (stream: string, slice: Slice) => void;
  /** What the listener holds is void: his rights or his past changed. He has left the hall already. */
  reset: (listener: L, reason: ResetReason) => void;
  cursor: (place: number) => string;
};

type Stream = { readonly id: string; n: number };
/** Lines one after the other that go to the same streams. */
type Run = { streams: readonly string[]; entries: Entry[] };

/**
 * The listeners of one incident on this node, and the streams that bring them their lines.
 * Rights are applied in log order: each line is sent to those who may see it at its place, and to nobody else.
 */
export class Hall<L extends Listener> {
  readonly incident: IncidentId;
  readonly listeners = new Set<L>();
  private roster: Roster;
  private readonly ports: HallPorts<L>;
  private readonly streams = new Map<string, Stream>();
  /** One viewer for each group, to ask for the whole group at once. */
  private readonly groups = new Map<string, { viewer: Viewer; count: number }>();
  private runs: Run[] = [];

  constructor(incident: IncidentId, roster: Roster, ports: HallPorts<L>) {
    this.incident = incident;
    this.roster = roster;
    this.ports = ports;
  }

  add(listener: L): void {
    this.listeners.add(listener);
    const key = groupOf(listener.viewer);
    const group = this.groups.get(key) ?? { viewer: listener.viewer, count: 0 };
    this.groups.set(key, { ...group, count: group.count + 1 });
  }

  remove(listener: L): void {
    if (!this.listeners.delete(listener)) return;
    const key = groupOf(listener.viewer);
    const group = this.groups.get(key);
    if (group === undefined) return;
    if (group.count === 1) this.groups.delete(key);
    else this.groups.set(key, { ...group, count: group.count - 1 });
  }

  /** Takes in committed lines; what must be sent waits for `flush`. */
  take(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const before = this.roster;
      this.roster = applyToRoster(before, entry);
      if (this.roster !== before || entry.rewrite !== undefined) this.applyRights(entry, before);
      this.queue(entry);
    }
  }

  get pending(): boolean {
    return this.runs.length > 0;
  }

  /** Sends everything that waits, in the order of the log. */
  flush(): void {
    const runs = this.runs;
    this.runs = [];
    for (const { streams, entries } of runs) {
      const last = entries.at(-1)?.n ?? 0;
      const events = entries.map((entry) => entry.event);
      const cursor = this.ports.cursor(last);
      for (const key of streams) {
        const stream = this.stream(key);
        stream.n += 1;
        this.ports.send(key, { incident: this.incident, stream: stream.id, n: stream.n, cursor, events });
      }
    }
  }

  /** Where the viewer's streams stand. Call after `flush`. */
  places(viewer: Viewer): StreamPlace[] {
    return streamsOf(viewer).map((key) => {
      const { id, n } = this.stream(key);
      return { stream: id, n };
    });
  }

  /** Streams that have brought something, and the one that brings the heartbeat to everybody. */
  beats(): { key: string; place: StreamPlace }[] {
    this.stream("all");
    return [...this.streams]
      .filter(([key, stream]) => stream.n > 0 || key === "all")
      .map(([key, { id, n }]) => ({ key, place: { stream: id, n } }));
  }

  /** What boards call the organisation. */
  codeOf(organisation: OrganisationId): string {
    return this.roster.organisations.get(organisation)?.code ?? "";
  }

  private stream(key: string): Stream {
    const known = this.streams.get(key);
    if (known !== undefined) return known;
    const stream = { id: randomBytes(16).toString("base64url"), n: 0 };
    this.streams.set(key, stream);
    return stream;
  }

  private queue(entry: Entry): void {
    const streams = this.streamsFor(entry);
    if (streams.length === 0) return;
    const last = this.runs.at(-1);
    if (last !== undefined && sameStreams(last.streams, streams)) last.entries.push(entry);
    else this.runs.push({ streams, entries: [entry] });
  }

  /** Each viewer who may see the line is reached by exactly one of these streams, and nobody else is. */
  private streamsFor({ seen }: Entry): string[] {
    const { sharing } = this.roster;
    if (!namesPeople(seen) && (seen.marking === "TLP:GREEN" || seen.marking === "TLP:CLEAR")) return ["all"];
    const streams = new Set<string>();
    const author = this.roster.people.get(seen.author);
    // A guest's answer depends on whether he is the author, so no guest answers for his group.
    const guest = author !== undefined && bucketOf(author) === "guest" ? [author] : [];
    const viewers = namesPeople(seen)
      ? [...this.listeners].map((listener) => listener.viewer)
      : [...this.groups.values()].map((group) => group.viewer).filter((viewer) => bucketOf(viewer) !== "guest");
    for (const viewer of [...viewers, ...guest]) if (sees(viewer, seen, sharing)) streams.add(streamFor(viewer, seen));
    return [...streams].sort();
  }

  /** Whoever lost or won something by this line hears nothing further here: he joins anew with what he may see now. */
  private applyRights(entry: Entry, before: Roster): void {
    for (const listener of [...this.listeners]) {
      const reason = this.resetReason(listener, entry, before);
      if (reason === null) continue;
      this.flush();
      this.remove(listener);
      this.ports.reset(listener, reason);
    }
  }

  private resetReason(listener: L, entry: Entry, before: Roster): ResetReason | null {
    const now = this.roster.people.get(listener.person);
    const organisation = now && this.roster.organisations.get(now.organisation);
    if (now === undefined || organisation?.participation === "left") return "removed";
    const { standing } = listener.viewer;
    if (groupOf(now) !== groupOf(listener.viewer) || now.standing !== standing) return "rights";
    if (now !== before.people.get(listener.person)) listener.viewer = now;
    if (!changesPast(listener.viewer, entry, before.sharing, this.roster.sharing)) return null;
    if (entry.rewrite === undefined) return "rights";
    return entry.rewrite.after === "redacted" ? "redacted" : "marking";
  }
}

const groupOf = (viewer: Viewer): string => `${bucketOf(viewer)}:${viewer.organisation}`;

const sameStreams = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((stream, index) => stream === b[index]);
