import { Refusal } from "#domain/refusal";
import { limited } from "#server/metrics";
import { SIZES } from "./limits.ts";

const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/** Refuses nesting and keys that no client of ours sends, before any schema walks the value. For both doors. */
export const demandPlain = (root: unknown): void => {
  const stack: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { value, depth } = item;
    if (typeof value !== "object" || value === null) continue;
    if (depth >= SIZES.jsonDepth) {
      limited.inc({ limit: "jsonDepth" });
      throw new Refusal("invalid", "The JSON is nested too deeply.");
    }
    for (const [key, child] of Object.entries(value)) {
      if (FORBIDDEN_KEYS.has(key))
        throw new Refusal("invalid", "The JSON holds a key that is not allowed.", { field: key });
      stack.push({ value: child, depth: depth + 1 });
    }
  }
};
