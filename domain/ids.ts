/** Ids travel as plain UUID strings; the names say which is which. */
export type IncidentId = string;
export type OrganisationId = string;
export type PersonId = string;
export type EventId = string;
export type CommandId = string;
