import { describe, expect, it } from "vitest";
import { checkLicences, checkLock } from "./check-dependencies.mjs";

const manifest = { dependencies: { next: "16.4.5" }, devDependencies: { vitest: "4.1.12" } };
const lock = (packages: Record<string, object>, top: object = manifest) => ({ packages: { "": top, ...packages } });
const floors = [
  { package: "next", floor: "16.3.3", because: "of a hole" },
  { package: "engine", pin: "0.5.16", because: "of the hook" },
];

describe("the check of the lock file", () => {
  it.each([
    [
      "a package below its floor",
      lock({ "node_modules/next": { version: "16.3.2" } }),
      /next 16\.3\.2: must be 16\.3\.3 or newer/,
    ],
    ["a preview of the floor", lock({ "node_modules/next": { version: "16.3.3-rc.1" } }), /must be 16\.3\.3/],
    [
      "a nested copy below the floor",
      lock({ "node_modules/a/node_modules/next": { version: "9.0.0" } }),
      /next 9\.0\.0/,
    ],
    [
      "another version than the pinned one",
      lock({ "node_modules/engine": { version: "0.5.17" } }),
      /must be 0\.5\.16, because of the hook/,
    ],
    [
      "a host in the lock file",
      lock({ "node_modules/a": { version: "1.0.0", resolved: "https://host/a.tgz" } }),
      /names the host/,
    ],
    [
      "a lock file behind the manifest",
      lock({}, { dependencies: { next: "16.4.4" } }),
      /next: package\.json says 16\.4\.5, the lock file 16\.4\.4/,
    ],
  ])("finds %s", (_what, tree, says) => {
    expect(checkLock(manifest, tree, floors).join("\n")).toMatch(says);
  });

  it("finds a version that is not exact", () => {
    const loose = { dependencies: { next: "^16.4.5" } };
    expect(checkLock(loose, lock({}, loose), floors)).toEqual(["next: “^16.4.5” is not one exact version."]);
  });

  it("lets a lock file at its floors pass", () => {
    const packages = { "node_modules/next": { version: "16.3.3" }, "node_modules/engine": { version: "0.5.16" } };
    expect(checkLock(manifest, lock(packages), floors)).toEqual([]);
  });
});

describe("the check of licences", () => {
  const one = (manifestOfIt: object | undefined, entry: object = { version: "1.0.0" }, name = "a") =>
    checkLicences(lock({ [`node_modules/${name}`]: entry }), () => manifestOfIt);

  it.each([
    ["a licence that does not go with ours", { license: "GPL-3.0-only" }],
    ["a part that does not go with ours", { license: "MIT AND GPL-3.0-only" }],
    ["no licence at all", {}],
  ])("refuses %s", (_what, its) => {
    expect(one(its)).toHaveLength(1);
  });

  it("believes the installed package more than the lock file", () => {
    expect(one({ license: "GPL-3.0-only" }, { version: "1.0.0", license: "MIT" })).toHaveLength(1);
  });

  it.each([
    ["one of two", { license: "(GPL-2.0 OR MIT)" }],
    ["the old way to say it", { licenses: [{ type: "MIT" }] }],
  ])("accepts %s", (_what, its) => {
    expect(one(its)).toEqual([]);
  });
});
