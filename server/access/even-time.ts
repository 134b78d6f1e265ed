import { setTimeout as wait } from "node:timers/promises";

/** Answers no sooner than after this time, so that how long the work took tells nothing about what was found. */
export const evenTime = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const [done] = await Promise.allSettled([work, wait(ms)]);
  if (done.status === "rejected") throw done.reason;
  return done.value;
};
