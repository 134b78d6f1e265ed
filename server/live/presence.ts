import type { IncidentId } from "#domain/ids";
import type { Presence } from "#domain/protocol";
import type { Hall } from "./hall.ts";
import type { Member } from "./member.ts";

const COALESCE_MS = 1000;

/** How many people of each organisation are here: counted per person, told at most once a second, on change. */
export class PresenceBoard {
  private readonly told = new Map<IncidentId, Presence>();
  private readonly timer: NodeJS.Timeout;

  constructor(halls: () => readonly Hall<Member>[], tell: (presence: Presence) => void) {
    this.timer = setInterval(() => {
      const open = halls();
      for (const incident of this.told.keys()) {
        if (open.every((hall) => hall.incident !== incident)) this.told.delete(incident);
      }
      for (const hall of open) {
        const presence = presenceOf(hall);
        if (isSame(this.told.get(hall.incident), presence)) continue;
        this.told.set(hall.incident, presence);
        tell(presence);
      }
    }, COALESCE_MS).unref();
  }

  /**
   * For somebody who has just come: what the others have heard last, so that whatever differs from it is told to all.
   * It is not counted anew for each of a thousand who come at once.
   */
  lastTold(hall: Hall<Member>): Presence {
    const known = this.told.get(hall.incident);
    if (known !== undefined) return known;
    const first = presenceOf(hall);
    this.told.set(hall.incident, first);
    return first;
  }

  close(): void {
    clearInterval(this.timer);
  }
}

const isSame = (told: Presence | undefined, now: Presence): boolean =>
  told !== undefined && JSON.stringify(told.organisations) === JSON.stringify(now.organisations);

const presenceOf = (hall: Hall<Member>): Presence => {
  const people = new Map<string, string>();
  for (const { viewer } of hall.listeners) people.set(viewer.person, viewer.organisation);
  const counts = new Map<string, number>();
  for (const organisation of people.values()) {
    const code = hall.codeOf(organisation);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const organisations = Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b)));
  return { incident: hall.incident, organisations };
};
