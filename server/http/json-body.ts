import { Refusal } from "#domain/refusal";

const BODY_MAX_BYTES = 1_048_576;
const DEPTH_MAX = 32;
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/** Refuses nesting and keys that no client of ours sends, before any schema walks the value. */
const demandPlain = (root: unknown): void => {
  const stack: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { value, depth } = item;
    if (typeof value !== "object" || value === null) continue;
    if (depth >= DEPTH_MAX) throw new Refusal("invalid", "The JSON is nested too deeply.");
    for (const [key, child] of Object.entries(value)) {
      if (FORBIDDEN_KEYS.has(key))
        throw new Refusal("invalid", "The JSON holds a key that is not allowed.", { field: key });
      stack.push({ value: child, depth: depth + 1 });
    }
  }
};

const tooLarge = () => new Refusal("too-large", "The request is larger than 1 MB.");

/** Reads at most 1 MB and parses it. Nothing larger is held in memory, whatever the header says. */
export const readJson = async (request: Request): Promise<unknown> => {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new Refusal("unsupported", "Send JSON (Content-Type: application/json).");
  if (Number(request.headers.get("content-length") ?? 0) > BODY_MAX_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > BODY_MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new Refusal("invalid", "The request is not JSON.");
  }
  demandPlain(value);
  return value;
};
