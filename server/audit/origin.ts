import { createHmac, hkdfSync } from "node:crypto";

/** From where a wish came: told to the audit as HMACs, so that two of one origin can be matched and none can be read. */
export type Origin = { address: string | null; session: string | null; request: string | null };

/** The server's own doing: the player of a drill, a job. */
export const OWN: Origin = { address: null, session: null, request: null };

export type Blind = (value: string) => string;

/** A keyed hash for addresses and sessions; `key` is the installation's own (256 bits). */
export const blindWith = (key: Buffer): Blind => {
  const own = Buffer.from(hkdfSync("sha256", key, "", "muster-audit-origin", 32));
  return (value) => createHmac("sha256", own).update(value).digest("base64url").slice(0, 22);
};

/** Of a peer's address, the key of his session and the id of his request. */
export const originOf = (
  { address, session, request }: { address: string; session: string | null; request: string | null },
  blind: Blind,
): Origin => ({
  address: blind(`address|${address}`),
  session: session === null ? null : blind(`session|${session}`),
  request,
});
