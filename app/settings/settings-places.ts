import type { Me } from "#server/access/session";

/** Where this person may go in the settings. */
export const settingsPlaces = ({ organisations, platformAdmin }: Me) => [
  { path: "/settings", name: "You" },
  ...organisations
    .filter(({ role }) => role === "admin")
    .map(({ id, name }) => ({ path: `/settings/organisations/${id}`, name })),
  ...(platformAdmin ? [{ path: "/admin", name: "Installation" }] : []),
];
