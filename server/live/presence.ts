import type { IncidentId } from "#domain/ids";
import type { Presence } from "#domain/protocol";
import type { Hall } from "./hall.ts";
import type { Member } from "./member.ts";

const COALESCE_MS = 1000;

/** How many people of each organisation are here: counted per person, told at most once a second, on change. */
export class PresenceBoard {
  private readonly told = new Map<IncidentId, string>();
  private readonly timer: NodeJS.Timeout;

  constructor(halls: () => readonly Hall<Member>[], tell: (presence: Presence) => void) {
    this.timer = setInterval(() => {
      for (const hall of halls()) {
        const presence = presenceOf(hall);
        const text = JSON.stringify(presence.organisations);
        if (this.told.get(hall.incident) === text) continue;
        this.told.set(hall.incident, text);
        tell(presence);
      }
    }, COALESCE_MS).unref();
  }

  /** Somebody who has just come has heard nothing yet. */
  static now(hall: Hall<Member>): Presence {
    return presenceOf(hall);
  }

  close(): void {
    clearInterval(this.timer);
  }
}

const presenceOf = (hall: Hall<Member>): Presence => {
  const people = new Map<string, string>();
  for (const { viewer } of hall.listeners) people.set(viewer.person, viewer.organisation);
  const organisations: Record<string, number> = {};
  for (const organisation of [...people.values()].sort())
    organisations[organisation] = (organisations[organisation] ?? 0) + 1;
  return { incident: hall.incident, organisations };
};
