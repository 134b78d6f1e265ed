import { describeInvitation } from "#server/access/invitations";
import { running } from "#server/running";
import { orNull } from "./read-room.ts";

/** For the landing page; null when the link or code leads nowhere (any more). `address` is where the asker comes from. */
export const readInvitation = (key: string, address: string) => orNull(describeInvitation(running(), address, key));
