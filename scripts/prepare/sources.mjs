import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

const folders = ["app", "client", "components", "db", "domain", "public", "server", "scripts/build"];
const files = [
  "next.config.mjs",
  "package.json",
  "package-lock.json",
  "postcss.config.mjs",
  "scripts/build.mjs",
  "tsconfig.json",
];
const notBuilt = /\.(test|spec)\.[a-z]+$|(^|\/)testing(-[a-z-]+)?(\.ts$|\/)/;

/** Where the build leaves the number of what it was made from; written last, so that an interrupted build has none. */
export const buildIdFile = ".build/build-id";

/** The number of what the build is made from: the same on every machine that has the same sources. */
export function sourcesId(folder = root) {
  const hash = createHash("sha256");
  for (const path of [...files.filter((file) => existsSync(join(folder, file))), ...folders.flatMap(filesUnder)]) {
    const content = readFileSync(join(folder, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);

  function filesUnder(path) {
    if (!existsSync(join(folder, path))) return [];
    return readdirSync(join(folder, path), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const inner = `${path}/${entry.name}`;
        if (entry.isDirectory()) return filesUnder(inner);
        return notBuilt.test(inner) ? [] : [inner];
      });
  }
}

/** The number of the build that stands in .build and .next, or "" when there is none or only half of one. */
export function builtId(folder = root) {
  const read = (path) => {
    try {
      return readFileSync(join(folder, path), "utf8").trim();
    } catch {
      return "";
    }
  };
  const id = read(buildIdFile);
  return id === read(".next/BUILD_ID") && existsSync(join(folder, ".build/server.mjs")) ? id : "";
}

/** Whether the build was made from other sources than those that are here now. */
export function buildStale(folder = root) {
  const id = builtId(folder);
  return id === "" || id !== sourcesId(folder);
}
