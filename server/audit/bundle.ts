import { createHash } from "node:crypto";
import { csvLine } from "#server/csv";
import type { Fault } from "./fault.ts";
import { isSigned } from "./signing-key.ts";

/**
 * An exported audit: lines of text, each closed with a hash over itself and the one before, and a last line that is
 * signed. Its numbering is its own. It shows that nothing was changed since the export; that nothing was left out of it
 * is proven only where it was made.
 */
export type BundleFormat = "jsonl" | "csv";

const FORMAT = "muster-audit-bundle-v1";
const HASHED = { jsonl: /^(.*),"hash":"([0-9a-f]{64})"\}$/, csv: /^(.*),"([0-9a-f]{64})"$/ } as const;

const next = (hash: string, text: string): string => createHash("sha256").update(hash).update(text).digest("hex");

const closed = {
  jsonl: (text: string, hash: string) => `${text},"hash":"${hash}"}`,
  csv: (text: string, hash: string) => `${text},"${hash}"`,
};

const endOf = (entries: number, hash: string, at: string): string => `${FORMAT}|${entries}|${hash}|${at}`;

/** What signs: the installation's own key. */
export type Signer = { publicKey: string; signed: (text: string) => string };

/** One line of JSON that can be closed with a hash. */
export const jsonLine = (value: object): string => JSON.stringify(value).slice(0, -1);

/** Closes and signs lines, the first of which is the head of the whole. `at` is when. */
export const bundleOf = (format: BundleFormat, lines: readonly string[], at: string, signer: Signer): string => {
  let hash = FORMAT;
  const text = lines.map((line) => {
    hash = next(hash, line);
    return closed[format](line, hash);
  });
  const entries = lines.length - 1;
  const signature = signer.signed(endOf(entries, hash, at));
  const end = { end: FORMAT, entries, at, key: signer.publicKey, signature };
  const last = format === "jsonl" ? JSON.stringify(end) : csvLine([end.end, entries, at, end.key, `s:${signature}`]);
  const newline = format === "jsonl" ? "\n" : "\r\n";
  return [...text, last, ""].join(newline);
};

type End = { entries: number; at: string; key: string; signature: string };

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};

const CSV_END = /^"muster-audit-bundle-v1","(\d+)","([^"]+)","'?([^"]+)","s:([^"]+)"$/;

const endIn = (format: BundleFormat, line: string): End | null => {
  if (format === "csv") {
    const [, entries, at, key, signature] = CSV_END.exec(line) ?? [];
    return at && key && signature ? { entries: Number(entries), at, key, signature } : null;
  }
  const end = parsed(line);
  if (typeof end !== "object" || end === null || !("end" in end) || end.end !== FORMAT) return null;
  if (!("entries" in end && "at" in end && "key" in end && "signature" in end)) return null;
  const { entries, at, key, signature } = end;
  if (typeof entries !== "number" || typeof at !== "string") return null;
  return typeof key === "string" && typeof signature === "string" ? { entries, at, key, signature } : null;
};

export type BundleReport = { entries: number; at: string | null; key: string | null; fault: Fault | null };

/** Checks a bundle without anything else: entry 0 is its head, and the one behind the last its signed end. */
export const verifyBundle = (content: string): BundleReport => {
  const lines = content.split(/[\r\n]+/).filter((line) => line !== "");
  const format: BundleFormat = content.startsWith("{") ? "jsonl" : "csv";
  const end = endIn(format, lines.at(-1) ?? "");
  const fault = (n: number, what: string, expected?: string, found?: string): Fault => ({
    ...{ chain: "bundle", n, what },
    ...(expected === undefined || found === undefined ? {} : { expected, found }),
  });
  const report = { entries: Math.max(0, lines.length - 2), at: end?.at ?? null, key: end?.key ?? null };
  let hash = FORMAT;
  const body = end === null ? lines : lines.slice(0, -1);
  for (const [n, line] of body.entries()) {
    const [, text, found] = HASHED[format].exec(line) ?? [];
    if (text === undefined || found === undefined)
      return { ...report, fault: fault(n, "this is no line of an exported audit") };
    hash = next(hash, text);
    if (hash !== found)
      return { ...report, fault: fault(n, "the line was changed, or one is missing before it", hash, found) };
  }
  if (end === null) return { ...report, fault: fault(body.length, "the signed end is missing") };
  const isWhole = end.entries === body.length - 1 && isSigned(end.key, endOf(end.entries, hash, end.at), end.signature);
  return { ...report, fault: isWhole ? null : fault(body.length, "the end is not signed for these lines") };
};
