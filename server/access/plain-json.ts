import { Refusal } from "#domain/refusal";
import { limited } from "#server/metrics";
import { SIZES } from "./limits.ts";

const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

const CROWD = "The JSON holds too many values.";

const tooMuch = (limit: "jsonDepth" | "jsonValues", sentence: string): Refusal => {
  limited.inc({ limit });
  return new Refusal("invalid", sentence);
};

/** Refuses nesting, crowds and keys that no client of ours sends, before any schema walks the value. For both doors. */
export const demandPlain = (root: unknown): void => {
  const stack: { value: object; depth: number }[] = [];
  const push = (value: unknown, depth: number): void => {
    if (typeof value === "object" && value !== null) stack.push({ value, depth });
  };
  let values = 0;
  push(root, 0);
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { value, depth } = item;
    if (depth >= SIZES.jsonDepth) throw tooMuch("jsonDepth", "The JSON is nested too deeply.");
    if (Array.isArray(value)) {
      values += value.length;
      if (values > SIZES.jsonValues) throw tooMuch("jsonValues", CROWD);
      for (const child of value) push(child, depth + 1);
      continue;
    }
    const keys = Object.keys(value);
    // A Buffer has as many keys as bytes: counted before they are looked at.
    values += keys.length;
    if (values > SIZES.jsonValues) throw tooMuch("jsonValues", CROWD);
    for (const key of keys) {
      if (FORBIDDEN_KEYS.has(key))
        throw new Refusal("invalid", "The JSON holds a key that is not allowed.", { field: key });
      push(Reflect.get(value, key), depth + 1);
    }
  }
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
};

/** The same for a query, whatever would parse it: `a[__proto__]=1` and `a.constructor=1` too. */
export const isPlainQuery = (query: string): boolean => {
  const pairs = query.split("&", SIZES.queryKeys + 1);
  if (pairs.length > SIZES.queryKeys) return false;
  const keys = pairs.map((pair) => decoded(pair.split("=", 1)[0] ?? ""));
  return !keys.some((key) => key.split(/[.[\]]/).some((part) => FORBIDDEN_KEYS.has(part)));
};
