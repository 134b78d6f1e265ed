import { connect } from "node:net";
import { v7 as uuidv7 } from "uuid";

/** Support for tests: what an attacker sends, from lists and by chance. */

/** Numerical Recipes' generator: from one seed the same words each time. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    // The low bits of such a generator hardly change.
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  of<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new Error("An empty list has no item.");
    return item;
  }

  text(length: number): string {
    const letters =
      "0123456789[]{}\",:-/\\.%&=?+ntruefalsejoincommandincidentid<>'`;()*_|^~@#!$ \u0000\n\ud83d\ude00€\u202e\u0301";
    return Array.from({ length }, () => letters[this.below(letters.length)]).join("");
  }
}

export const IDS_THAT_ARE_NONE = [
  ...["0", "-1", "null", "undefined", "[]", "{}", "NaN", "%00", "..%2f..%2fetc%2fpasswd", "%2e%2e", "*", "'", "$1"],
  ...["00000000-0000-0000-0000-00000000000g", "x".repeat(1000), "%E0%A4%A", "%ff%fe", "1%20or%201=1", "__proto__"],
];

/** Nothing a field of ours takes, whatever field it is. */
export const NO_VALUES: readonly unknown[] = [
  ...[null, "", "\0", "a\0b", "\ud800", {}, [[]], [null], -1, 1e308, true, { $ne: null }, ["a", "b"].concat("\0")],
  ...["x".repeat(100_001), { length: 1e9 }, { toString: "x" }, [{}], 0.1 + 0.2],
];

/** Text that some other program would take for more than text. */
export const STATEMENTS = [
  ...["' or 1=1 --", '"; drop table events; --', "%' union select null,version() --", "$1", "\\", "%", "_", "e'\\"],
  ...[
    "#{7*7}",
    "{{7*7}}",
    "<%= 7*7 %>",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "\r\nset-cookie: a=b",
    "%0d%0aa: b",
  ],
  ...[
    "(a+)+$",
    "((((((((((",
    "*".repeat(500),
    "[".repeat(500),
    "> ".repeat(500),
    "@".repeat(1000),
    `${"a".repeat(1000)}!`,
  ],
];

export const BODIES_THAT_ARE_NONE: readonly string[] = [
  ...["", "null", "[]", '"text"', "7", "{", '{"a":', "\u0000", "\ufeff{}", "{'a':1}", "NaN", "{}{}", "undefined"],
  `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
  `{"id":[${"1,".repeat(30_000)}1]}`,
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"a":{"__proto__":{"polluted":true}}}',
  '{"id":1e999}',
  ...["role", "orgId", "authorId", "tlp", "createdAt", "seq", "storageKey", "isAdmin", "platformAdmin", "by", "at"].map(
    (key) => JSON.stringify({ [key]: "admin" }),
  ),
];

export const QUERIES_THAT_ARE_NONE = [
  ...["__proto__[polluted]=1", "constructor.prototype.polluted=1", "a[]=1&a[]=2", "limit=-1", "limit[]=1", "limit=1e9"],
  ...["cursor=x", "cursor=%00", "cursor=%ff", "q=%00", "q=%", "time=99999999999999", "before=../..", "format=exe"],
  ...[
    "organisation=x",
    "people=null",
    "marking=%00",
    Array.from({ length: 1000 }, () => "a").join("&"),
    `q=${"x".repeat(3000)}`,
  ],
];

/** Headers in which other products have been got round. */
export const HEADERS_THAT_LIE: readonly Record<string, string>[] = [
  ...[{ "x-middleware-subrequest": "middleware:middleware" }, { "next-action": "0".repeat(40) }, { rsc: "1" }],
  ...[
    { "x-forwarded-for": "127.0.0.1" },
    { "x-forwarded-host": "evil.example" },
    { "x-http-method-override": "DELETE" },
  ],
  ...[{ "x-original-url": "/api/v1/setup" }, { "x-muster-address": "127.0.0.1" }, { authorization: "Bearer null" }],
  ...[
    { cookie: `muster=${"x".repeat(4000)}` },
    { cookie: "muster=%00; muster=x; __proto__=x" },
    { range: "bytes=0-1" },
  ],
  ...[{ origin: "null" }, { origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, { expect: "x" }],
  ...[
    { "content-type": "text/plain" },
    { "content-type": "multipart/form-data; boundary=x" },
    { "content-encoding": "gzip" },
  ],
  ...[{ accept: "../../x" }, { "accept-language": "a".repeat(2000) }, { "if-none-match": "*" }, { te: "trailers" }],
];

/** Text that Engine.IO takes for the packets of Socket.IO, and some that it does not (its first figure is Engine.IO's). */
export const packetsThatAreNone = (): string[] => [
  ...[
    "",
    "4",
    "garbage",
    "49",
    "42",
    "42[",
    "42[]",
    "42null",
    "42{}",
    '42"join"',
    "42[null]",
    "42[7]",
    "42[{}]",
    '42["join"]',
  ],
  ...[
    '42["join",null]',
    '42["disconnect"]',
    '42["connect_error"]',
    '42["newListener"]',
    '42["removeListener"]',
    '42["error"]',
  ],
  ...[
    '42["__proto__",{}]',
    '42["join",{"__proto__":{"polluted":true}}]',
    '42["command",{"constructor":{"prototype":{}}}]',
  ],
  ...[
    `42999999999999999999999["join",{"incident":"${uuidv7()}"}]`,
    '42-1["join",{}]',
    "42/other,[]",
    "40",
    "40/other,",
  ],
  ...[
    `40/${"n".repeat(5000)},`,
    '40{"token":{}}',
    "41",
    "41/other,",
    '43["ack"]',
    "431[]",
    '44{"message":"x"}',
    "45-[]",
    "46[]",
  ],
  ...[
    '451-["join",{"_placeholder":true,"num":0}]',
    '451-["join",{"_placeholder":true,"num":9}]',
    '451000-["x"]',
    '450-["x"]',
  ],
  ...[
    '4510-["join",{"_placeholder":true,"num":"__proto__"}]',
    "0",
    "1",
    "2",
    "2probe",
    "3",
    "3probe",
    "5",
    "6",
    "7",
    "bAAAA",
  ],
  `42["join",${"[".repeat(20_000)}${"]".repeat(20_000)}]`,
  `42["command",${'{"a":'.repeat(5000)}1${"}".repeat(5000)}]`,
  `42["command",[${"1,".repeat(30_000)}1]]`,
];

/** One WebSocket frame with a mask of zeros, as clients send it (RFC 6455, 5.2). `first`: FIN, reserved bits and opcode. */
const frameOf = (first: number, payload: Buffer, claimed = payload.length): Buffer => {
  const head =
    claimed < 126 ? Buffer.from([first, 0x80 | claimed]) : Buffer.from([first, 0xfe, claimed >> 8, claimed & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
};
export const textFrame = (text: string): Buffer => {
  const payload = Buffer.from(text);
  if (payload.length < 65_536) return frameOf(0x81, payload);
  const long = Buffer.alloc(10);
  long.set([0x81, 0xff]);
  long.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([long, Buffer.alloc(4), payload]);
};

/** Frames that break the rules of WebSocket itself. */
export const framesThatAreNone = (chance: Chance): Buffer[] => [
  frameOf(0xf1, Buffer.from("reserved bits")),
  frameOf(0x83, Buffer.from("no such opcode")),
  frameOf(0x80, Buffer.from("the rest of nothing")),
  frameOf(0x09, Buffer.from("half a ping")),
  frameOf(0x89, Buffer.alloc(126)),
  frameOf(0x88, Buffer.from([0x03])),
  frameOf(0x88, Buffer.from([0xff, 0xff, 0xff])),
  frameOf(0x81, Buffer.from([0xff, 0xfe, 0xc0])),
  frameOf(0x81, Buffer.from("short"), 9000),
  frameOf(0x82, Buffer.from(chance.text(50))),
  Buffer.from([0x81, 0x05, 1, 2, 3, 4, 5]),
  Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
];

/** Writes bytes as they are, ends its half and resolves with all that comes back once the other side has ended too. */
export const sendBytes = (url: string, ...parts: (Buffer | string)[]): Promise<string> =>
  new Promise((resolve) => {
    const { port, hostname } = new URL(url);
    const chunks: Buffer[] = [];
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.on("end", () => socket.destroy());
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
    socket.end(Buffer.concat(parts.map((part) => Buffer.from(part))));
  });

/** A connection to the live door, opened by hand, on which the frames are sent. */
export const sendFrames = (url: string, cookie: string, frames: readonly Buffer[]): Promise<string> => {
  const { host } = new URL(url);
  const lines = [
    "GET /ws/?EIO=4&transport=websocket HTTP/1.1",
    ...[`host: ${host}`, `origin: ${url}`, `cookie: ${cookie}`, "connection: upgrade", "upgrade: websocket"],
    ...["sec-websocket-version: 13", "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==", "", ""],
  ];
  return sendBytes(url, lines.join("\r\n"), textFrame('40{"protocol":1}'), ...frames, frameOf(0x88, Buffer.alloc(0)));
};
