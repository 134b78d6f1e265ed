import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { StoreRefusal } from "#db/refusal";
import { FORMAT_VERSION, type Header, headerSchema, trailerSchema } from "./format.ts";

type Row = { table: number; row: string };

/** Throws `StoreRefusal` unless every byte of the file is what was written, and this version can read it. */
export async function verifyBackup(file: string, newestSchema: number): Promise<Header> {
  const rows = new Map<string, number>();
  const lines = linesOf(file);
  const hash = createHash("sha256");
  let header: Header | null = null;
  let last: string | null = null;
  for await (const line of lines) {
    if (last !== null) {
      hash.update(`${last}\n`);
      if (header === null) header = headerOf(last, newestSchema);
      else {
        const name = header.tables[rowOf(last).table]?.name;
        if (name === undefined) throw damaged(file);
        rows.set(name, (rows.get(name) ?? 0) + 1);
      }
    }
    last = line;
  }
  const trailer = trailerSchema.safeParse(parsedJson(last ?? ""));
  if (header === null || !trailer.success || trailer.data.sha256 !== hash.digest("hex")) throw damaged(file);
  for (const { name } of header.tables) if ((rows.get(name) ?? 0) !== trailer.data.rows[name]) throw damaged(file);
  return header;
}

/** The rows of a verified file, in its order. */
export async function* rowsOf(file: string): AsyncGenerator<Row> {
  let isHeader = true;
  for await (const line of linesOf(file)) {
    if (!isHeader && !line.startsWith("{")) yield rowOf(line);
    isHeader = false;
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text = createGunzip();
  source.on("error", (error) => text.destroy(error));
  source.pipe(text);
  try {
    yield* createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
    // What ends too early is told by the stream, not by the lines.
    if (text.errored) throw text.errored;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new StoreRefusal(`There is no file ${file}.`, { cause: error });
    throw damaged(file, error);
  } finally {
    source.destroy();
    text.destroy();
  }
}

function rowOf(line: string): Row {
  const blank = line.indexOf(" ");
  return { table: Number(line.slice(0, blank)), row: line.slice(blank + 1) };
}

function headerOf(line: string, newestSchema: number): Header {
  const parsed = headerSchema.safeParse(parsedJson(line));
  if (!parsed.success) throw new StoreRefusal("This file is no backup of Muster.");
  if (parsed.data.version > FORMAT_VERSION || parsed.data.schema > newestSchema) {
    throw new StoreRefusal("This backup was made by a newer version of Muster; restore it with that version.");
  }
  return parsed.data;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function damaged(file: string, cause?: unknown): StoreRefusal {
  return new StoreRefusal(`The backup ${file} is damaged or cut off; nothing was changed.`, { cause });
}
