import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
const worthwhileBytes = 256;

/** Writes FILE.br beside every script and style sheet that is long enough to gain; answers with the sums in bytes. */
export async function precompress(folder) {
  const entries = await readdir(folder, { recursive: true });
  const sums = { files: 0, bytes: 0, compressed: 0 };
  const one = async (name) => {
    const content = await readFile(join(folder, name));
    sums.files += 1;
    sums.bytes += content.length;
    if (content.length < worthwhileBytes) {
      sums.compressed += content.length;
      return;
    }
    const small = await compress(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    });
    sums.compressed += small.length;
    await writeFile(join(folder, `${name}.br`), small);
  };
  await Promise.all(entries.filter((name) => /\.(js|css)$/.test(name)).map(one));
  return sums;
}
