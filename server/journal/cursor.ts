import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { IncidentId } from "#domain/ids";
import { bucketOf, type Viewer } from "#domain/visibility";

/**
 * Opaque tokens of equal length (CONTRACT §6), AES-256-GCM. A cursor is a place in a log; a pass is a viewer's rights;
 * the cursor of the HTTP feed carries both. Whoever holds one learns nothing from it, not even how many lines there are.
 */
const PLAIN_BYTES = 41;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const DIGEST_BYTES = 16;
const NO_RIGHTS = Buffer.alloc(DIGEST_BYTES);

export type Place = { place: number; rights: string };

const digestOf = (rights: string): Buffer => createHash("sha256").update(rights).digest().subarray(0, DIGEST_BYTES);

/** What a viewer's answers depend on. It changes when what he holds of the past is no longer what he may see. */
export const rightsOf = (viewer: Viewer, viewVersion: number): string =>
  [viewer.person, bucketOf(viewer), viewer.standing, viewer.organisation, viewVersion].join("|");

export class Cursors {
  private readonly key: Buffer;
  /** Rises after a restore: every older token then leads to a fresh snapshot. */
  private readonly epoch: number;

  constructor(key: Buffer, epoch: number) {
    this.key = key;
    this.epoch = epoch;
  }

  /** A place for the socket, bound to the incident alone. */
  cursor(incident: IncidentId, place: number): string {
    return this.seal(incident, place, NO_RIGHTS);
  }

  /** A place and the rights it was read with, for the HTTP feed. */
  feedCursor(incident: IncidentId, place: number, rights: string): string {
    return this.seal(incident, place, digestOf(rights));
  }

  pass(incident: IncidentId, rights: string): string {
    return this.seal(incident, 0, digestOf(`pass|${rights}`));
  }

  /** The place; null when the token is foreign, altered, or from before a restore. */
  placeOf(token: string, incident: IncidentId): number | null {
    return this.open(token, incident)?.place ?? null;
  }

  /** The place of a feed cursor; null also when the rights are no longer those it was made with. */
  feedPlaceOf(token: string, incident: IncidentId, rights: string): number | null {
    const opened = this.open(token, incident);
    return opened?.digest.equals(digestOf(rights)) ? opened.place : null;
  }

  isPass(token: string, incident: IncidentId, rights: string): boolean {
    return this.open(token, incident)?.digest.equals(digestOf(`pass|${rights}`)) ?? false;
  }

  private seal(incident: IncidentId, place: number, digest: Buffer): string {
    const plain = Buffer.alloc(PLAIN_BYTES);
    plain.writeUInt8(1, 0);
    plain.writeBigUInt64BE(BigInt(place), 1);
    Buffer.from(incident.replaceAll("-", ""), "hex").copy(plain, 9);
    digest.copy(plain, 25);
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.key, iv);
    cipher.setAAD(Buffer.from(String(this.epoch)));
    return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64url");
  }

  private open(token: string, incident: IncidentId): { place: number; digest: Buffer } | null {
    const bytes = Buffer.from(token, "base64url");
    if (bytes.length !== IV_BYTES + PLAIN_BYTES + TAG_BYTES) return null;
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.key, bytes.subarray(0, IV_BYTES));
      decipher.setAAD(Buffer.from(String(this.epoch)));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const plain = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
      if (plain.subarray(9, 25).toString("hex") !== incident.replaceAll("-", "")) return null;
      return { place: Number(plain.readBigUInt64BE(1)), digest: plain.subarray(25) };
    } catch {
      // A tag that does not fit: the token is not ours, and says nothing more.
      return null;
    }
  }
}
