/** The screen each role comes to first, below the incident's own address. */
export const firstScreenOf = (role: string): "" | "me" | "exec" => {
  if (role === "liaison" || role === "responder") return "me";
  return role === "observer" ? "exec" : "";
};

/** The address of an incident, or of one of its screens. */
export const incidentPath = (incident: string, screen = ""): string =>
  screen === "" || screen.startsWith("?") || screen.startsWith("#")
    ? `/i/${incident}${screen}`
    : `/i/${incident}/${screen}`;
