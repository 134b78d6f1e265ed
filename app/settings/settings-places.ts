import type { Me } from "#server/access/session";

/** Where this person may go in the settings. */
export const settingsPlaces = (_me: Me) => [{ path: "/settings", name: "You" }];
