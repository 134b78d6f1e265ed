import { root } from "../prepare/root.mjs";

/**
 * Packages that stay in node_modules: they load binaries or files beside them, or are CommonJS. The others go into the
 * bundle, because reading their hundreds of small files is a good part of a start.
 */
const external = [
  "@electric-sql/*",
  "@node-rs/argon2",
  // Loaded when somebody first uses them.
  "@simplewebauthn/server",
  "fs-native-extensions",
  "next",
  "nodemailer",
  "openid-client",
  "pg",
  "pino",
  "prom-client",
  "socket.io",
];

/** How TypeScript of the server's side becomes one file that plain Node runs. */
export const bundling = {
  absWorkingDir: root,
  bundle: true,
  external,
  platform: "node",
  format: "esm",
  target: "node20.9",
  outExtension: { ".js": ".mjs" },
  logLevel: "silent",
};
