import type { Socket } from "socket.io";
import type { IncidentId, PersonId } from "#domain/ids";
import type { Closing, ClosingReason } from "#domain/protocol";
import type { Session } from "#server/access/session";
import type { Origin } from "#server/audit/origin";
import { type Backlog, watchBacklog } from "./backlog.ts";
import type { Member } from "./member.ts";

const LINGER_MS = 5_000;

/** One open socket: whose it is, and the incidents it listens to. */
export class Connection {
  readonly socket: Socket;
  readonly session: Session;
  readonly backlog: Backlog;
  private readonly members = new Map<IncidentId, Member>();

  /** From where its messages come, for the audit. */
  readonly origin: Origin;

  constructor(socket: Socket, session: Session, origin: Origin) {
    this.socket = socket;
    this.session = session;
    this.origin = origin;
    this.backlog = watchBacklog(socket, () => performance.now());
  }

  get person(): PersonId {
    return this.session.person;
  }

  member(incident: IncidentId): Member | null {
    return this.members.get(incident) ?? null;
  }

  remember(member: Member): void {
    this.members.set(member.incident, member);
  }

  forget(member: Member): void {
    if (this.members.get(member.incident) === member) this.members.delete(member.incident);
  }

  everywhere(): Member[] {
    return [...this.members.values()];
  }

  /** Says why, then ends. `retryMs` 0 means that trying again is of no use. */
  close(reason: ClosingReason, retryMs: number): void {
    for (const member of this.everywhere()) member.leave();
    const closing: Closing = { reason, retryMs };
    this.socket.emit("closing", closing);
    this.socket.disconnect(true);
    // Whoever does not read does not let go either: what waits for him would stay in memory.
    const line = this.socket.conn.request.socket;
    setTimeout(() => line.destroy(), LINGER_MS).unref();
  }
}
