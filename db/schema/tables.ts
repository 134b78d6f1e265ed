/** Everything Drizzle knows of: one aggregate a file. */
export * from "./audit.ts";
export * from "./events.ts";
export * from "./factors.ts";
export * from "./incidents.ts";
export * from "./mails.ts";
export * from "./people.ts";
