/**
 * What the store's thread is started with. Making a database from nothing takes a thread of its own, because it needs
 * three times the memory; from the template the serving thread makes it itself.
 */
export type Order =
  | { task: "create"; place: string; aside: string }
  | { task: "serve"; place: string; aside: string; template: string | undefined; socket: string };

/** What the store's thread tells. */
export type Report = { kind: "ready" } | { kind: "alive" } | { kind: "failed"; reason: string; noSpace: boolean };

/** What the store's thread is told while it serves. */
export type Wish = "ping" | "close";
