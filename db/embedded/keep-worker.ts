import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { withDeadline } from "#db/deadline";
import type { StoreLog } from "#db/store";
import type { Order, Report, Wish } from "./orders.ts";

const slowestRestartMs = 10_000;
const steadyAfterMs = 30_000;
const stuckAfterMs = 60_000;
const watchEveryMs = 10_000;
const closeWithinMs = 10_000;

/** Why the store's thread ended. */
export class WorkerFailure extends Error {
  override readonly name = "WorkerFailure";
  readonly noSpace: boolean;

  constructor(reason: string, noSpace: boolean) {
    super(reason);
    this.noSpace = noSpace;
  }
}

type KeeperOptions = {
  workerFile: string;
  order: Order;
  log: StoreLog;
  /** Runs before each start, with the reason for it unless it is the first. */
  prepare(failure?: WorkerFailure): void;
  onLost(): void;
};

export type Keeper = { alive(): Promise<void>; close(): Promise<void> };

/** Runs the thread to its end; rejects with a `WorkerFailure` unless it reported ready. */
export async function runOnce(workerFile: string, order: Order): Promise<void> {
  const { ready, ended } = startWorker(workerFile, order);
  await ready;
  await ended;
}

/** Starts the store's thread and starts it again whenever it ends; rejects when the first start fails. */
export async function keepWorker(options: KeeperOptions): Promise<Keeper> {
  let running: Running | undefined;
  let closed = false;
  let failures = 0;

  async function start(failure?: WorkerFailure): Promise<void> {
    options.prepare(failure);
    const started = startWorker(options.workerFile, options.order);
    await started.ready;
    running = started;
    const since = Date.now();
    void started.ended.then((reason) => {
      running = undefined;
      if (closed) return;
      if (Date.now() - since > steadyAfterMs) failures = 0;
      options.log.error(`The embedded store stopped (${reason.message}); nothing is confirmed until it is back.`);
      options.onLost();
      void restart(reason);
    });
  }

  async function restart(reason: WorkerFailure): Promise<void> {
    await pause(Math.min(250 * 2 ** failures, slowestRestartMs));
    failures += 1;
    if (closed) return;
    try {
      await start(reason);
      options.log.info("The embedded store is back.");
    } catch (error) {
      const failure = asFailure(error);
      options.log.error(`The embedded store cannot be started again yet (${failure.message}).`);
      void restart(failure);
    }
  }

  await start();
  const watch = setInterval(() => {
    const watched = running;
    watched?.alive(stuckAfterMs).catch(() => watched.worker.terminate());
  }, watchEveryMs);
  watch.unref();

  return {
    async alive() {
      if (!running) throw new Error("the embedded store is not running");
      await running.alive(2_000);
    },
    async close() {
      closed = true;
      clearInterval(watch);
      if (!running) return;
      const { worker, ended } = running;
      worker.postMessage("close" satisfies Wish);
      await withDeadline(ended, closeWithinMs, "the embedded store does not stop").catch(() => worker.terminate());
    },
  };
}

type Running = {
  worker: Worker;
  ready: Promise<void>;
  ended: Promise<WorkerFailure>;
  alive(withinMs: number): Promise<void>;
};

function startWorker(workerFile: string, order: Order): Running {
  const worker = new Worker(workerFile, { workerData: order, execArgv: [] });
  let failure = new WorkerFailure("the thread ended", false);
  const waiting = new Set<() => void>();
  const ended = new Promise<WorkerFailure>((resolve) => {
    worker.on("exit", () => resolve(failure));
  });
  const ready = new Promise<void>((resolve, reject) => {
    worker.on("message", (report: Report) => {
      if (report.kind === "failed") failure = new WorkerFailure(report.reason, report.noSpace);
      else if (report.kind === "ready") resolve();
      else for (const answer of waiting) answer();
    });
    worker.on("error", (error) => {
      failure = asFailure(error);
    });
    void ended.then(reject);
  });
  async function alive(withinMs: number): Promise<void> {
    let answer: (() => void) | undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
      waiting.add(resolve);
      worker.postMessage("ping" satisfies Wish);
    });
    try {
      await withDeadline(answered, withinMs, "the embedded store does not answer");
    } finally {
      if (answer) waiting.delete(answer);
    }
  }
  return { worker, ready, ended, alive };
}

function asFailure(error: unknown): WorkerFailure {
  if (error instanceof WorkerFailure) return error;
  return new WorkerFailure(error instanceof Error ? error.message : String(error), false);
}
