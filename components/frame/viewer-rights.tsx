import type { RoomViewer } from "#client/incident-session";
import { may } from "#domain/policy";

/** May speak for the own organisation. */
export const mayPostOwn = (viewer: RoomViewer): boolean =>
  may(viewer, "update.post", { organisation: viewer.organisation });

/** May pass on what another organisation said. */
export const mayRelay = (viewer: RoomViewer): boolean => may(viewer, "update.relay", { organisation: "" });

/** May say how an organisation stands. */
export const maySetStatus = (viewer: RoomViewer, organisation: string): boolean =>
  may(viewer, "status.set", { organisation });
