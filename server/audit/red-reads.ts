import type { Board, Provenance } from "#domain/board";
import type { Event } from "#domain/event";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";
import type { Act } from "./installation-chain.ts";
import { type Origin, OWN } from "./origin.ts";

/** So many reads are remembered, so that each is put on record once. */
const REMEMBERED_MAX = 20_000;

export type Reader = {
  incident: IncidentId;
  person: PersonId;
  organisation: OrganisationId | null;
  origin?: Origin | undefined;
};

type Shown = Pick<Provenance, "event" | "marking"> & { by: { person: PersonId } };

/** The words in a list of events that are marked TLP:RED. */
export const redAmong = (events: Iterable<Event>): Shown[] =>
  [...events].flatMap((event) =>
    (event.kind === "update.posted" || event.kind === "comment.posted") && event.marking === "TLP:RED"
      ? [{ event: event.id, marking: event.marking, by: event.by }]
      : [],
  );

/** The same of a board: what stands in its rows, in its feed, and what was pinned last. */
export const redOn = (board: Board): Shown[] => [
  ...Object.values(board.organisations)
    .flatMap(({ own, relayed, exposure, text, figures }) => [own, relayed, exposure, text, ...Object.values(figures)])
    .filter((said) => said !== null)
    .filter(({ marking }) => marking === "TLP:RED"),
  ...redAmong([...board.feed.map(({ event }) => event), ...(board.lastPinned === null ? [] : [board.lastPinned])]),
];

/** Reads of TLP:RED: each person, item and session once, as long as this node remembers. One's own words are no read. */
export class RedReads {
  private readonly known = new Map<string, Promise<void>>();
  private readonly keep: (acts: readonly Act[]) => Promise<void>;
  private readonly now: () => Date;

  constructor(keep: (acts: readonly Act[]) => Promise<void>, now: () => Date) {
    this.keep = keep;
    this.now = now;
  }

  /** Resolves once the reads are on record: what waits for that before it is shown is never shown without. */
  async record({ incident, person, organisation, origin = OWN }: Reader, shown: readonly Shown[]): Promise<void> {
    const items = new Set(shown.filter(({ by }) => by.person !== person).map(({ event }) => event));
    const reads = [...items].map((item) => ({ item, key: `${person}|${item}|${origin.session ?? ""}` }));
    const fresh = reads.filter(({ key }) => !this.known.has(key));
    if (fresh.length > 0) {
      const facts = { action: "item.read", objectType: "event", actor: person, actorOrganisation: organisation };
      const at = this.now();
      const kept = this.keep(fresh.map(({ item }) => ({ ...facts, objectId: item, incident, origin, at })));
      for (const { key } of fresh) this.remember(key, kept);
    }
    await Promise.all(reads.map(({ key }) => this.known.get(key)));
  }

  private remember(key: string, kept: Promise<void>): void {
    this.known.set(key, kept);
    // What could not be kept is tried again.
    kept.catch(() => this.known.delete(key));
    const oldest = this.known.keys().next().value;
    if (this.known.size > REMEMBERED_MAX && oldest !== undefined) this.known.delete(oldest);
  }
}
