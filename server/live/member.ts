import type { Socket } from "socket.io";
import type { IncidentId, PersonId } from "#domain/ids";
import type { Reset, ResetReason } from "#domain/protocol";
import { streamsOf, type Viewer } from "#domain/visibility";
import type { Listener } from "./hall.ts";

type Leave = (member: Member) => void;

/** One socket in one incident. */
export class Member implements Listener {
  readonly socket: Socket;
  readonly incident: IncidentId;
  readonly person: PersonId;
  viewer: Viewer;
  private readonly onLeave: Leave;
  private hears = false;

  constructor(options: { socket: Socket; incident: IncidentId; viewer: Viewer; onLeave: Leave }) {
    this.socket = options.socket;
    this.incident = options.incident;
    this.viewer = options.viewer;
    this.person = options.viewer.person;
    this.onLeave = options.onLeave;
  }

  /** Socket.IO delivers to rooms: one for each stream the viewer belongs to. */
  listen(): void {
    if (this.hears) return;
    this.hears = true;
    for (const room of this.rooms()) void this.socket.join(room);
  }

  /** Hears nothing any more, but stays known: a slow client that has to pull. */
  mute(): void {
    if (!this.hears) return;
    this.hears = false;
    for (const room of this.rooms()) void this.socket.leave(room);
  }

  leave(): void {
    this.mute();
    this.onLeave(this);
  }

  reset(reason: ResetReason): void {
    this.leave();
    const message: Reset = { incident: this.incident, reason };
    this.socket.emit("reset", message);
  }

  private rooms(): string[] {
    return streamsOf(this.viewer).map((stream) => `${this.incident}|${stream}`);
  }
}
