import type { RoomViewer } from "#client/incident-session";
import { may } from "#domain/policy";
import { ROLES, type Role } from "#domain/words";

/** Roles the viewer may invite to: below the own one, a liaison also to his own; the most usual first. */
export const invitableRoles = (viewer: RoomViewer): Role[] => {
  const own = ROLES.indexOf(viewer.role);
  const below = ROLES.filter((role) => ROLES.indexOf(role) > own || (role === "liaison" && viewer.role === "liaison"));
  const allowed = viewer.role === "liaison" ? below.filter((role) => role !== "guest") : below;
  return allowed.toSorted((a, b) => Number(b === "liaison") - Number(a === "liaison"));
};

/** May the viewer invite anybody at all into this organisation? */
export const mayInviteInto = (viewer: RoomViewer, organisation: string): boolean =>
  may(viewer, "invitation.manage", { organisation });
