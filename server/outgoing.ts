import { lookup as resolve } from "node:dns";
import { type IncomingMessage, request as plain } from "node:http";
import { request as secure } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";

const TIMEOUT_MS = 5000;
const ANSWER_MAX_BYTES = 65_536;

/** A request that the server does not make, or an answer that it does not take. */
export class OutgoingRefusal extends Error {}

type Subnet = readonly [net: string, prefix: number];

/** Of nobody in particular, of this link alone, of a cloud's machine or of many at once: never called, whoever names it. */
const NEVER_V4: readonly Subnet[] = [
  ["0.0.0.0", 8],
  ["169.254.0.0", 16],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["168.63.129.16", 32],
  ["100.100.100.200", 32],
];
/** What the registry of special addresses holds besides (https://www.iana.org/assignments/iana-ipv4-special-registry). */
const INTERNAL_V4: readonly Subnet[] = [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
];
/** Within the addresses of everybody, those that carry another one inside or belong to documents. */
const NOT_GLOBAL_V6: readonly Subnet[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];
const METADATA_V6: readonly Subnet[] = [["fd00:ec2::254", 128]];

const listOf = (family: "ipv4" | "ipv6", subnets: readonly Subnet[]): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
};
const neverV4 = listOf("ipv4", NEVER_V4);
const internalV4 = listOf("ipv4", INTERNAL_V4);
const notGlobalV6 = listOf("ipv6", NOT_GLOBAL_V6);
const metadataV6 = listOf("ipv6", METADATA_V6);
const globalV6 = listOf("ipv6", [["2000::", 3]]);
const ownV6 = listOf("ipv6", [
  ["::1", 128],
  ["fc00::", 7],
]);

/** `open`: anybody's address. `internal`: only a host that the operator has named may have it. `never`: nobody may. */
export const reachOf = (address: string): "open" | "internal" | "never" => {
  const family = isIP(address);
  if (family === 4) {
    if (neverV4.check(address, "ipv4")) return "never";
    return internalV4.check(address, "ipv4") ? "internal" : "open";
  }
  if (family === 6) {
    if (metadataV6.check(address, "ipv6")) return "never";
    if (ownV6.check(address, "ipv6")) return "internal";
    return globalV6.check(address, "ipv6") && !notGlobalV6.check(address, "ipv6") ? "open" : "never";
  }
  return "never";
};

/** Looked up once, every answer judged, and only what was judged is handed to the connection: a second answer has no turn. */
const pinned =
  (isNamed: boolean): LookupFunction =>
  (host, options, done) => {
    resolve(host, { all: true, family: options.family ?? 0 }, (error, found) => {
      if (error !== null) return done(error, "");
      const refused = found.find(({ address }) => !mayReach(address, isNamed));
      if (refused !== undefined || found.length === 0) return done(new OutgoingRefusal(`${host} is not called.`), "");
      if (options.all === true) return done(null, found);
      const [{ address, family } = { address: "", family: 4 }] = found;
      done(null, address, family);
    });
  };

const mayReach = (address: string, isNamed: boolean): boolean => {
  const reach = reachOf(address);
  return reach === "open" || (reach === "internal" && isNamed);
};

/** At most 64 kB, as they are: what is packed could be anything once unpacked. */
const bodyOf = async (answer: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> => {
  const encoding = answer.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") throw new OutgoingRefusal("The answer is packed.");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    size += chunk.length;
    if (size > ANSWER_MAX_BYTES) {
      answer.destroy();
      throw new OutgoingRefusal("The answer is larger than 64 kB.");
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
};

const headersOf = (answer: IncomingMessage): Headers => {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  return headers;
};

const NO_BODY = new Set([101, 204, 205, 304]);

export type Outgoing = {
  url: string;
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal?: AbortSignal | undefined;
};

/**
 * The one way out for HTTP. `named`: hosts (with their port, unless it is the scheme's) that the operator has written into
 * the environment, which alone may be internal ones. Follows no redirection, waits 5 s in all, takes at most 64 kB.
 * Throws `OutgoingRefusal`, or what the network says.
 */
export const sendOut = (
  named: ReadonlySet<string>,
  { url, method = "GET", headers = {}, body, signal }: Outgoing,
): Promise<Response> =>
  new Promise((answered, failed) => {
    const target = new URL(url);
    const { protocol, host, username, password } = target;
    const hostname = target.hostname.replace(/^\[|\]$/g, "");
    const isNamed = named.has(host);
    const mayUse = protocol === "https:" || (protocol === "http:" && isNamed);
    if (!mayUse || username !== "" || password !== "") return failed(new OutgoingRefusal(`${url} is not called.`));
    if (/(^|\.)localhost\.?$/.test(hostname) && !isNamed)
      return failed(new OutgoingRefusal(`${hostname} is not called.`));
    // An address instead of a name is never looked up.
    if (isIP(hostname) !== 0 && !mayReach(hostname, isNamed))
      return failed(new OutgoingRefusal(`${hostname} is not called.`));
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const options = {
      method,
      headers: { ...headers, "accept-encoding": "identity" },
      lookup: pinned(isNamed),
      agent: false as const,
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    };
    const going = (protocol === "https:" ? secure : plain)(target, options, (answer) => {
      const status = answer.statusCode ?? 0;
      bodyOf(answer).then(
        (content) =>
          answered(new Response(NO_BODY.has(status) ? null : content, { status, headers: headersOf(answer) })),
        failed,
      );
    });
    going.on("error", failed);
    going.end(body);
  });
