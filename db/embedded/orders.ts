/** What the store's thread is started with. */
export type Order =
  | { task: "create"; place: string; aside: string; template?: string }
  | { task: "serve"; place: string; socket: string };

/** What the store's thread tells. */
export type Report = { kind: "ready" } | { kind: "alive" } | { kind: "failed"; reason: string; noSpace: boolean };

/** What the store's thread is told while it serves. */
export type Wish = "ping" | "close";
