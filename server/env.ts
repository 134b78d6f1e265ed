import { isIP } from "node:net";
import * as z from "zod/mini";

/** The environment, read once and checked; a value that does not fit ends the start with one plain sentence. */
const schema = z.object({
  PORT: z
    .pipe(z._default(z.string(), "3000"), z.transform(Number))
    .check(
      z.refine((port) => Number.isInteger(port) && port > 0 && port < 65_536, "PORT must be a number from 1 to 65535."),
    ),
  HOST: z._default(z.string(), "127.0.0.1"),
  BASE_URL: z.optional(z.string()),
  DATA_DIR: z._default(z.string(), "./data"),
  DATABASE_URL: z.optional(
    z.string().check(z.regex(/^postgres(ql)?:\/\//, "DATABASE_URL must start with postgres:// or postgresql://.")),
  ),
  SMTP_URL: z.optional(z.string().check(z.regex(/^smtps?:\/\/\S+$/, "SMTP_URL must start with smtp:// or smtps://."))),
  MAIL_FROM: z.optional(z.string()),
  OIDC_ISSUERS: z.optional(z.string()),
  PRIVATE_HOSTS: z.optional(z.string()),
  TRUST_PROXY: z
    .pipe(z._default(z.string(), "0"), z.transform(Number))
    .check(
      z.refine(
        (hops) => Number.isInteger(hops) && hops >= 0 && hops < 10,
        "TRUST_PROXY must be the number of proxies in front, 0 to 9.",
      ),
    ),
  SETUP_TOKEN: z.optional(z.string().check(z.minLength(32, "SETUP_TOKEN must have at least 32 characters."))),
  LIMITS: z._default(z.enum(["on", "off"], "LIMITS must be on or off."), "on"),
  LOG_LEVEL: z._default(
    z.enum(
      ["fatal", "error", "warn", "info", "debug", "trace"],
      "LOG_LEVEL must be fatal, error, warn, info, debug or trace.",
    ),
    "info",
  ),
});

const issuerSchema = z.strictObject({
  /** What the button says. */
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  issuer: z.url(),
  clientId: z.string().check(z.minLength(1)),
  clientSecret: z.string().check(z.minLength(1)),
});
/** A provider of identities (OpenID Connect) that people may sign in with. */
export type Issuer = z.output<typeof issuerSchema>;

export type Env = {
  port: number;
  host: string;
  /** The origin people use, without a final slash. */
  baseUrl: string;
  dataDir: string;
  databaseUrl: string | undefined;
  /** How many proxies in front add to X-Forwarded-For. */
  trustProxy: number;
  setupToken: string | undefined;
  limits: boolean;
  logLevel: string;
  /** Where mail goes out, and from whom; null: nothing that needs mail is offered. */
  mail: { url: string; from: string } | null;
  issuers: readonly Issuer[];
  /** Hosts, with their port unless it is the scheme's, that the server may call although they are of an internal network. */
  privateHosts: ReadonlySet<string>;
  /** HOST and BASE_URL are loopback and no proxy stands in front: only this machine's people reach us. */
  loopbackOnly: boolean;
};

/** A start that cannot go on. The message is one plain sentence. */
export class StartRefusal extends Error {}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);
export const isLoopback = (host: string): boolean => LOOPBACK.has(host) || /^127\.\d+\.\d+\.\d+$/.test(host);

const originOf = (value: string): URL => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== "/" ||
    url.search !== "" ||
    url.username !== ""
  ) {
    throw new StartRefusal("BASE_URL must be the origin people use, such as https://muster.example.org.");
  }
  return url;
};

const ISSUERS_FORM = "OIDC_ISSUERS must be a JSON list of {name, issuer, clientId, clientSecret}, each issuer once.";

const issuersOf = (value: string | undefined): Issuer[] => {
  if (value === undefined) return [];
  let list: unknown;
  try {
    list = JSON.parse(value);
  } catch {
    throw new StartRefusal(ISSUERS_FORM);
  }
  const parsed = z.array(issuerSchema).safeParse(list);
  if (!parsed.success) throw new StartRefusal(ISSUERS_FORM);
  if (new Set(parsed.data.map(({ issuer }) => issuer)).size < parsed.data.length) throw new StartRefusal(ISSUERS_FORM);
  for (const { issuer } of parsed.data) {
    const { protocol, hostname } = new URL(issuer);
    if (protocol !== "https:" && !(protocol === "http:" && isLoopback(hostname)))
      throw new StartRefusal("OIDC_ISSUERS: every issuer must be https unless it is loopback.");
  }
  return parsed.data;
};

/** A name may answer with any address, so it is listed; an issuer written as an address says itself where it stands. */
const privateHostsOf = (value: string | undefined, issuers: readonly Issuer[]): ReadonlySet<string> => {
  const listed = (value ?? "").split(",").flatMap((host) => (host.trim() === "" ? [] : [host.trim().toLowerCase()]));
  for (const host of listed)
    if (!URL.canParse(`https://${host}`) || new URL(`https://${host}`).host !== host.replace(/:443$/, ""))
      throw new StartRefusal("PRIVATE_HOSTS must be a list such as id.internal.example,10.0.0.5:8443.");
  const written = issuers.flatMap(({ issuer }) => {
    const { host, hostname } = new URL(issuer);
    return isLoopback(hostname) || isIP(hostname.replace(/^\[|\]$/g, "")) !== 0 ? [host] : [];
  });
  return new Set([...listed.map((host) => host.replace(/:443$/, "")), ...written]);
};

const mailOf = (url: string | undefined, from: string | undefined): Env["mail"] => {
  if (url === undefined) return null;
  if (from === undefined || !/^[^\s@\r\n]+@[^\s@\r\n]+$|^[^\r\n<>]*<[^\s@]+@[^\s@]+>$/.test(from))
    throw new StartRefusal("MAIL_FROM must be the address mail comes from when SMTP_URL is set.");
  return { url, from };
};

/** Empty values count as not set. Throws `StartRefusal`. */
export const readEnv = (source: Readonly<Record<string, string | undefined>>): Env => {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success) throw new StartRefusal(parsed.error.issues[0]?.message ?? "The environment has a wrong value.");
  const env = parsed.data;
  const hostIsLoopback = isLoopback(env.HOST);
  if (!hostIsLoopback && env.BASE_URL === undefined) {
    throw new StartRefusal("BASE_URL must be set (the origin people use) when HOST is not loopback.");
  }
  const base = originOf(env.BASE_URL ?? `http://${env.HOST.includes(":") ? `[${env.HOST}]` : env.HOST}:${env.PORT}`);
  const baseIsLoopback = isLoopback(base.hostname);
  if (base.protocol === "http:" && !baseIsLoopback) {
    throw new StartRefusal("BASE_URL must be https unless it is loopback: put a TLS proxy in front.");
  }
  if (env.LIMITS === "off" && !hostIsLoopback)
    throw new StartRefusal("LIMITS=off is only allowed while HOST is loopback.");
  const issuers = issuersOf(env.OIDC_ISSUERS);
  return {
    port: env.PORT,
    host: env.HOST,
    baseUrl: base.origin,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL,
    trustProxy: env.TRUST_PROXY,
    setupToken: env.SETUP_TOKEN,
    limits: env.LIMITS === "on",
    logLevel: env.LOG_LEVEL,
    mail: mailOf(env.SMTP_URL, env.MAIL_FROM),
    issuers,
    privateHosts: privateHostsOf(env.PRIVATE_HOSTS, issuers),
    loopbackOnly: hostIsLoopback && baseIsLoopback && env.TRUST_PROXY === 0,
  };
};
