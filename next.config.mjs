const buildId = process.env.MUSTER_BUILD_ID ?? "development";

/**
 * Plain JavaScript: the running server reads this file too, and a TypeScript one costs it the compiler (27 MB).
 * @type {import("next").NextConfig}
 */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  compress: true,
  images: { unoptimized: true },
  // The test command runs the compiler over the whole project; the build need not do it again.
  typescript: { ignoreBuildErrors: true },
  // The page carries the number of its build and compares it with the server's.
  env: { MUSTER_BUILD_ID: buildId },
  generateBuildId: () => buildId,
  // Unused exports of older packages stay out of what browsers load.
  experimental: { turbopackCjsTreeShaking: true },
  // A lock file in a folder above must not make that folder the root.
  turbopack: {
    root: process.cwd(),
    rules: {
      "**/engine.io-client/build/esm/transports/index.js": { loaders: ["./scripts/build/websocket-only-loader.mjs"] },
    },
  },
  serverExternalPackages: ["@node-rs/argon2", "pg", "pino", "prom-client"],
};

export default config;
