import { PHASE_WORDS, ROLE_WORDS } from "./words.ts";

const roles = new Map<string, string>(Object.entries(ROLE_WORDS));
const phases = new Map<string, string>(Object.entries(PHASE_WORDS));

/** A word that this build does not know is shown as it came. */
export const roleWord = (role: string): string => roles.get(role) ?? role;
export const phaseWord = (phase: string): string => phases.get(phase) ?? phase;
