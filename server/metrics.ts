import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Numbers for /metrics. None of them carries an id, a name or a count that tells what one incident holds. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry, prefix: "muster_" });

const registers = [registry];
export const sockets = new Gauge({ name: "muster_sockets", help: "Open live connections on this node.", registers });
export const commands = new Counter({
  name: "muster_commands_total",
  help: "Commands by outcome.",
  labelNames: ["outcome"],
  registers,
});
export const delivered = new Counter({
  name: "muster_slices_events_total",
  help: "Events put into slices.",
  registers,
});
export const ackSeconds = new Histogram({
  name: "muster_command_seconds",
  help: "From a command's arrival to its answer.",
  buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
  registers,
});
export const limited = new Counter({
  name: "muster_limited_total",
  help: "Requests that met a limit, by limit.",
  labelNames: ["limit"],
  registers,
});
export const slowClosed = new Counter({
  name: "muster_slow_consumers_total",
  help: "Connections closed as too slow.",
  registers,
});
