import { type Env, isLoopback } from "#server/env";

/**
 * Is this the origin people use? On a machine reached by loopback alone any loopback name with our own port is:
 * whoever opens localhost instead of 127.0.0.1 is the same person.
 */
export const isOwnOrigin = (env: Env, origin: string, host: string | undefined): boolean => {
  if (origin === env.baseUrl) return true;
  if (!env.loopbackOnly || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return isLoopback(url.hostname) && url.host === host;
};
