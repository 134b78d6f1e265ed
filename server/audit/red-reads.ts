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

/** The same of a board: what stands in its rows, and in its feed. */
export const redOn = (board: Board): Shown[] => [
  ...Object.values(board.organisations)
    .flatMap(({ own, relayed, exposure, text, figures }) => [own, relayed, exposure, text, ...Object.values(figures)])
    .filter((said) => said !== null)
    .filter(({ marking }) => marking === "TLP:RED"),
  ...redAmong(board.feed.map(({ event }) => event)),
];

/** Reads of TLP:RED: each person, item and session once, as long as this node remembers. One's own words are no read. */
export class RedReads {
  private readonly known = new Set<string>();
  private readonly note: (act: Act) => void;
  private readonly now: () => Date;

  constructor(note: (act: Act) => void, now: () => Date) {
    this.note = note;
    this.now = now;
  }

  record({ incident, person, organisation, origin = OWN }: Reader, shown: readonly Shown[]): void {
    for (const { event, by } of shown) {
      const read = `${person}|${event}|${origin.session ?? ""}`;
      if (by.person === person || this.known.has(read)) continue;
      this.known.add(read);
      const oldest = this.known.values().next().value;
      if (this.known.size > REMEMBERED_MAX && oldest !== undefined) this.known.delete(oldest);
      const entry = { action: "item.read", objectType: "event", objectId: event, incident, origin, at: this.now() };
      this.note({ ...entry, actor: person, actorOrganisation: organisation });
    }
  }
}
