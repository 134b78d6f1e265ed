import { pino } from "pino";

/** Lines of JSON on standard error. No content of updates, no addresses of people and no secrets go in. */
export type Logger = {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
};

export const createLogger = (level: string): Logger =>
  pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
