import type { Me } from "#server/access/session";

/** Where this person may go in the settings. */
export const settingsPlaces = ({ organisations, platformAdmin, platformAuditor }: Me) => [
  { path: "/settings", name: "You" },
  ...organisations
    .filter(({ role }) => role !== "member")
    .map(({ id, name, role }) => ({
      path: `/settings/organisations/${id}${role === "auditor" ? "/audit" : ""}`,
      name,
    })),
  ...(platformAdmin ? [{ path: "/admin", name: "Installation" }] : []),
  ...(platformAuditor && !platformAdmin ? [{ path: "/admin/audit", name: "Installation" }] : []),
];
