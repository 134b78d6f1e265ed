import { expect, test } from "vitest";
import { faultOf } from "./fault.ts";

const failing = (code: string | undefined, message = "") =>
  new Error("Failed query", { cause: Object.assign(new Error(message), code ? { code } : {}) });

test.each([
  ["a doubled key is the caller's own affair", failing("23505"), undefined],
  ["neither is a mistake in the statement", failing("42601"), undefined],
  ["a full disk", failing("53100"), "no-space"],
  ["a store that became read only", failing("25006"), "no-space"],
  ["two transactions in each other's way", failing("40001"), "conflict"],
  ["a server that shuts down", failing("57P01"), "unavailable"],
  ["nobody behind the socket", failing("ECONNREFUSED"), "unavailable"],
  ["a connection cut in the middle", failing(undefined, "Connection terminated unexpectedly"), "unavailable"],
  ["no connection to be had", failing(undefined, "timeout exceeded when trying to connect"), "unavailable"],
])("%s", (_case, error, fault) => {
  expect(faultOf(error)).toBe(fault);
});
