import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("crowd.mjs", import.meta.url));

/** Starts one process of sockets; `tell(order, what)` resolves with its answer. */
export function openCrowd() {
  const child = fork(program, { serialization: "advanced", execArgv: [] });
  const waiting = new Map();
  let last = 0;
  child.on("message", ({ id, answer, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(answer);
    else reject(new Error(error));
  });
  child.on("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("A process of sockets ended."));
  });
  return {
    tell: (order, what = {}) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        child.send({ id: last, order, ...what });
      }),
    close: () => child.disconnect(),
  };
}
