import { Refusal } from "#domain/refusal";
import { SIZES, tooLarge } from "#server/access/limits";
import { demandPlain } from "#server/access/plain-json";

const large = (): Refusal => tooLarge("bodyBytes", "The request is larger than 1 MB.");

/** Reads at most 1 MB and parses it. Nothing larger is held in memory, whatever the header says. */
export const readJson = async (request: Request): Promise<unknown> => {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new Refusal("unsupported", "Send JSON (Content-Type: application/json).");
  if (Number(request.headers.get("content-length") ?? 0) > SIZES.bodyBytes) throw large();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > SIZES.bodyBytes) throw large();
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
