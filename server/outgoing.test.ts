import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { ask, openTestServer } from "#server/testing-http";
import { OutgoingRefusal, reachOf, sendOut } from "./outgoing.ts";

const NOBODY: ReadonlySet<string> = new Set();
const open: Server[] = [];

/** A server of this machine that counts who connects. */
const house = async (serve: RequestListener) => {
  const server = createServer(serve);
  open.push(server);
  const seen = { connections: 0, paths: [] as string[] };
  server.on("connection", () => {
    seen.connections += 1;
  });
  server.on("request", ({ url }) => seen.paths.push(url ?? ""));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return { seen, port, host, url: `http://${host}`, named: new Set([host]) };
};
const answering = (content: string | Buffer, headers: Record<string, string> = {}, status = 200): RequestListener =>
  function answer(_request, response) {
    response.writeHead(status, headers).end(content);
  };

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe("an address that nobody outside could mean", () => {
  it.each([
    ...["127.0.0.1", "0x7f000001", "2130706433", "0177.0.0.1", "127.1", "0.0.0.0", "[::1]", "[::]"],
    ...["[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"],
    ...["localhost", "localhost.", "LOCALHOST", "１２７.０.０.１"],
  ])("is refused before anything is connected: %s", async (host) => {
    const { seen, port } = await house(answering("inside"));
    await expect(sendOut(NOBODY, { url: `https://${host}:${port}/` })).rejects.toThrow(OutgoingRefusal);
    expect(seen.connections).toBe(0);
  });

  it.each([
    ...["169.254.169.254", "168.63.129.16", "100.100.100.200", "[fd00:ec2::254]", "[fe80::1]", "[ff02::1]"],
    ...["255.255.255.255", "224.0.0.1", "0.0.0.0"],
  ])("is called by nobody, even when it is named: %s", async (host) => {
    await expect(sendOut(new Set([host]), { url: `https://${host}/latest/meta-data` })).rejects.toThrow(
      OutgoingRefusal,
    );
  });

  it("is told from what is everybody's", () => {
    const of = (reach: string, addresses: string[]) => addresses.map((address) => [address, reach]);
    for (const [address = "", reach] of [
      ...of("internal", ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "127.255.0.1"]),
      ...of("internal", ["192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "::1", "fd12::1"]),
      ...of("never", [
        "0.1.2.3",
        "169.254.0.1",
        "240.0.0.1",
        "fe80::1",
        "2001:db8::1",
        "2001::1",
        "::ffff:8.8.8.8",
        "x",
      ]),
      ...of("open", ["8.8.8.8", "172.15.0.1", "172.32.0.1", "192.0.1.1", "2606:4700::1111", "2a00:1450::1"]),
    ])
      expect([address, reachOf(address)]).toEqual([address, reach]);
  });

  it.each([
    "file:///etc/passwd",
    "ftp://8.8.8.8/",
    "gopher://8.8.8.8/",
    "data:,x",
    "http://8.8.8.8/",
    "https://a:b@8.8.8.8/",
  ])("nor is any other scheme, or a name and password: %s", async (url) => {
    await expect(sendOut(NOBODY, { url })).rejects.toThrow(OutgoingRefusal);
  });

  it("stays one on every other port of a host that is named", async () => {
    const [named, other] = [await house(answering("inside")), await house(answering("inside"))];
    await expect(sendOut(named.named, { url: `${other.url}/` })).rejects.toThrow(OutgoingRefusal);
    expect(other.seen.connections).toBe(0);
  });
});

describe("an answer", () => {
  it("comes from a host that the operator has named", async () => {
    const { named, url, port } = await house((request, response) => {
      request.pipe(response.setHeader("x-method", request.method ?? ""));
    });
    const answer = await sendOut(named, { url: `${url}/x`, method: "POST", body: "words" });
    expect([answer.status, answer.headers.get("x-method"), await answer.text()]).toEqual([200, "POST", "words"]);
    const byName = await sendOut(new Set([`localhost:${port}`]), { url: `http://localhost:${port}/` });
    expect(byName.status).toBe(200);
  });

  it("that sends elsewhere is not followed", async () => {
    const { named, url, seen } = await house(answering("", { location: "/inside" }, 302));
    expect((await sendOut(named, { url: `${url}/first` })).status).toBe(302);
    expect(seen.paths).toEqual(["/first"]);
  });

  it("is at most 64 kB, and not packed", async () => {
    const most = await house(answering("x".repeat(65_536)));
    expect(await (await sendOut(most.named, most)).text()).toHaveLength(65_536);
    const more = await house(answering("x".repeat(65_537)));
    await expect(sendOut(more.named, more)).rejects.toThrow(/64 kB/);
    const packed = await house(answering(gzipSync("x".repeat(1_000_000)), { "content-encoding": "gzip" }));
    await expect(sendOut(packed.named, packed)).rejects.toThrow(/packed/);
  });

  it("that never comes is given up", async () => {
    const { named, url } = await house(() => undefined);
    await expect(sendOut(named, { url, signal: AbortSignal.timeout(50) })).rejects.toThrow(/abort/i);
  });
});

describe("a provider of identities", () => {
  it("cannot send the server to another address of the internal network", async () => {
    const inside = await house(answering("{}", { "content-type": "application/json" }));
    const provider = await house((request, response) => {
      const issuer = `http://${request.headers.host}`;
      const document = {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${inside.url}/token`,
        jwks_uri: `${inside.url}/keys`,
      };
      response.setHeader("content-type", "application/json").end(JSON.stringify(document));
    });
    const issuer = { name: "Provider", issuer: provider.url, clientId: "x", clientSecret: "secret" };
    const server = await openTestServer({ env: { OIDC_ISSUERS: JSON.stringify([issuer]) } });
    try {
      const begun = await ask(server, "/api/v1/session/oidc", { body: { issuer: provider.url } });
      const state = new URL(String(begun.json["url"])).searchParams.get("state");
      const cookie = begun.headers.get("set-cookie")?.split(";")[0] ?? "";
      const path = `/api/v1/session/oidc/callback?code=x&state=${state}`;
      const answer = await ask(server, path, { headers: { cookie } });
      expect(answer.headers.get("location")).toBe("/sign-in?provider=refused");
      expect(provider.seen.paths).toEqual(Array(2).fill("/.well-known/openid-configuration"));
      expect(inside.seen.connections).toBe(0);
    } finally {
      await server.close();
    }
  });
});
