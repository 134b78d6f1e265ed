// The one command: installs and builds what is missing, then becomes the server in this same process.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  console.error(`Muster needs Node 20.9 or newer, and this is Node ${process.versions.node}.`);
  process.exit(1);
}

const { prepare } = await import("./prepare/prepare.mjs");
const { markRunning, refuseTakenPort, refuseUnderRunning } = await import("./prepare/running.mjs");
const { root } = await import("./prepare/root.mjs");
const { Stopped, stopSteps } = await import("./prepare/run-step.mjs");

const interrupt = (signal) => {
  stopSteps(signal);
  console.error("Stopped before Muster was ready; the next start continues from here.");
  process.exit(signal === "SIGINT" ? 130 : 143);
};
process.on("SIGINT", interrupt);
process.on("SIGTERM", interrupt);

try {
  process.chdir(root);
  process.env.MUSTER_BUILD_ID = await prepare(console.log, async () => {
    refuseUnderRunning();
    await refuseTakenPort();
  });
  markRunning();
  process.env.NODE_ENV = "production";
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
  await import(new URL("../.build/server.mjs", import.meta.url).href);
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error);
  console.error(error instanceof Stopped ? sentence : `Muster could not start: ${sentence}`);
  process.exit(1);
}
