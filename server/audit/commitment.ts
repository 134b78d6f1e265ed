import { createHmac, randomBytes } from "node:crypto";
import type { Event } from "#domain/event";
import type { Rewrite } from "#domain/roster";
import type { Visibility } from "#domain/visibility";
import { canonicalJson } from "./canonical.ts";

/** A random key for one item's commitment. Once it is gone with the content, the commitment confirms no guess. */
export const newItemKey = (): string => randomBytes(32).toString("base64url");

/**
 * HMAC-SHA-256 of what was written, who might see it and what it changed about earlier lines, base64url. The marking inside the event follows `seen`,
 * which can change later, so it is left out of the event and taken from `seen` as it was at first.
 */
export const commitmentTo = (key: string, event: Event, seen: Visibility, rewrite: Rewrite | undefined): string => {
  const { marking: _follows, ...content } = { marking: undefined, ...event };
  const canonical = canonicalJson({ content, seen, rewrite });
  return createHmac("sha256", Buffer.from(key, "base64url")).update(canonical).digest("base64url");
};
