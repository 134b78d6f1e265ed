/** Everything Drizzle knows of: one aggregate a file. */
export * from "./events.ts";
export * from "./incidents.ts";
export * from "./people.ts";
