import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alone } from "./alone.mjs";
import { packagesStale } from "./packages.mjs";
import { buildStale, sourcesId } from "./sources.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "muster-prepare-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
}

describe("packages that are not what the lock file says", () => {
  const here = { os: [process.platform], cpu: [process.arch] };
  const entry = { version: "1.0.0", integrity: "sha512-a" };
  const wanted = { "": {}, "node_modules/a": entry, "node_modules/b": { ...entry, optional: true } };
  const stale = (installed?: object) => {
    write("package-lock.json", { packages: wanted });
    if (installed) write("node_modules/.package-lock.json", { packages: installed });
    return packagesStale(folder);
  };

  it.each([
    ["nothing is installed", undefined, /not installed/],
    ["one is missing", {}, /a is not installed/],
    ["one is older", { "node_modules/a": { ...entry, version: "0.9.0" } }, /a 0\.9\.0 is installed/],
    ["one has other content", { "node_modules/a": { ...entry, integrity: "sha512-b" } }, /a 1\.0\.0/],
    ["one is left over", { "node_modules/a": entry, "node_modules/c": entry }, /c is installed and not in/],
    ["they are of another machine", { "node_modules/a": { ...entry, os: ["plan9"] } }, /another kind of machine/],
  ])("are stale when %s", (_what, installed, says) => {
    expect(stale(installed)).toMatch(says);
  });

  it("are not stale when an optional one is left out", () => {
    expect(stale({ "node_modules/a": { ...entry, ...here } })).toBeNull();
  });
});

describe("a build of other sources", () => {
  const built = () => {
    const id = sourcesId(folder);
    write(".build/server.mjs", "");
    write(".next/BUILD_ID", id);
    write(".build/build-id", `${id}\n`);
  };
  beforeEach(() => {
    write("package.json", {});
    write("domain/board.ts", "export const board = 1;");
    built();
  });

  it.each([
    ["a source changed", () => write("domain/board.ts", "export const board = 2;")],
    ["a source came", () => write("server/main.ts", "")],
    ["a source was renamed", () => renamed("domain/board.ts", "domain/room.ts")],
    ["the packages changed", () => write("package-lock.json", {})],
    ["the pages are of another build", () => write(".next/BUILD_ID", "other")],
    ["the build was interrupted", () => rmSync(join(folder, ".build/build-id"))],
    ["the bundle is gone", () => rmSync(join(folder, ".build/server.mjs"))],
  ])("is stale when %s", (_what, change) => {
    change();
    expect(buildStale(folder)).toBe(true);
  });

  it.each([
    ["nothing changed", () => undefined],
    ["a test changed", () => write("domain/board.test.ts", "more")],
    ["a document changed", () => write("docs/architecture.md", "more")],
  ])("is not stale when %s", (_what, change) => {
    change();
    expect(buildStale(folder)).toBe(false);
  });

  function renamed(from: string, to: string): void {
    write(to, readFileSync(join(folder, from), "utf8"));
    rmSync(join(folder, from));
  }
});

describe("preparing alone", () => {
  const lock = () => join(folder, "deep", "preparing.lock");

  it("waits for a living process and says for which", async () => {
    const [path, done] = [JSON.stringify(lock()), join(folder, "done")];
    const program = `import { writeFileSync } from "node:fs";
import { alone } from ${JSON.stringify(new URL("./alone.mjs", import.meta.url).href)};
await alone(async () => {
  console.log("in");
  for await (const _ of process.stdin);
  writeFileSync(${JSON.stringify(done)}, "");
}, console.error, ${path});`;
    const other = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(other.stdout, "data");
    const said: string[] = [];
    const endTheOther = (line: string) => {
      said.push(line);
      other.stdin.end();
    };
    expect(await alone(async () => existsSync(done), endTheOther, lock())).toBe(true);
    expect(said).toEqual([expect.stringContaining(`process ${other.pid}`)]);
    expect(existsSync(lock())).toBe(false);
  });

  it("takes over from a process that was killed", async () => {
    const dead = spawn(process.execPath, ["-e", ""]);
    await once(dead, "exit");
    write("deep/preparing.lock", `${dead.pid} 12345`);
    expect(await alone(async () => "done", expect.unreachable, lock())).toBe("done");
  });

  it("takes a number used again for another process", async () => {
    write("deep/preparing.lock", `${process.pid} 1`);
    expect(await alone(async () => "done", expect.unreachable, lock())).toBe("done");
  });

  it("frees the place when the work fails", async () => {
    await expect(alone(() => Promise.reject(new Error("no space")), expect.unreachable, lock())).rejects.toThrow(
      "no space",
    );
    expect(existsSync(lock())).toBe(false);
  });
});
