import { root } from "../prepare/root.mjs";

/** How TypeScript of the server's side becomes one file that plain Node runs; packages stay outside, in node_modules. */
export const bundling = {
  absWorkingDir: root,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20.9",
  outExtension: { ".js": ".mjs" },
  logLevel: "silent",
};
