import { spawn } from "node:child_process";
import { root } from "./root.mjs";

const reportEveryMs = 10_000;
const keptOutput = 200_000;
const endWithinMs = 20_000;
const running = new Set();

/** A reason to stop that the operator is told in one sentence, without a stack. */
export class Stopped extends Error {}

/** Passes a signal on to every step that is under way. */
export function stopSteps(signal) {
  for (const child of running) child.kill(signal);
}

/**
 * Runs a program of the project and says every ten seconds that it is still at work.
 * Resolves with {code, output, seconds}; the last 200,000 characters of output are kept, or all of it is passed through.
 * After `withinMs` the program is interrupted and counts as failed.
 */
export function runStep(
  doing,
  command,
  args,
  { env = process.env, passThrough = false, say = console.log, withinMs = 0 } = {},
) {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", ...outputs(passThrough)] });
    running.add(child);
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-keptOutput);
    };
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);
    const ticking = passThrough
      ? undefined
      : setInterval(() => say(`  … ${doing}, ${Math.round(seconds())} s so far`), reportEveryMs);
    const stopLate = withinMs > 0 ? setTimeout(() => interrupt(), withinMs) : undefined;
    let killLate;
    let late = false;
    const interrupt = () => {
      late = true;
      keep(`\nIt was interrupted after ${Math.round(seconds())} s.\n`);
      child.kill("SIGINT");
      killLate = setTimeout(() => child.kill("SIGKILL"), endWithinMs);
    };
    const finish = (code) => {
      clearInterval(ticking);
      clearTimeout(stopLate);
      clearTimeout(killLate);
      running.delete(child);
      resolve({ code: late ? code || 1 : code, output, seconds: seconds() });
    };
    child.on("error", (error) => {
      keep(`${error.message}\n`);
      finish(127);
    });
    child.on("close", (code, signal) => finish(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}

function outputs(passThrough) {
  return passThrough ? ["inherit", "inherit"] : ["pipe", "pipe"];
}

/** The end of a program's output, for people: at most `lines` lines that are not empty. */
export function lastLines(output, lines = 15) {
  return output
    .split("\n")
    .filter((line) => line.trim())
    .slice(-lines)
    .map((line) => `  | ${line}`)
    .join("\n");
}
