import { describe, expect, it } from "vitest";
import { readEnv, StartRefusal } from "./env.ts";

const ORIGIN = "BASE_URL must be the origin people use, such as https://muster.example.org.";
const PUBLIC = { HOST: "0.0.0.0", BASE_URL: "https://muster.example.org" };

describe("an environment that cannot be served", () => {
  it.each<[Record<string, string>, string]>([
    [{ PORT: "0" }, "PORT must be a number from 1 to 65535."],
    [{ PORT: "65536" }, "PORT must be a number from 1 to 65535."],
    [{ PORT: "http" }, "PORT must be a number from 1 to 65535."],
    [{ PORT: "80.5" }, "PORT must be a number from 1 to 65535."],
    [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL must start with postgres:// or postgresql://."],
    [{ TRUST_PROXY: "-1" }, "TRUST_PROXY must be the number of proxies in front, 0 to 9."],
    [{ TRUST_PROXY: "yes" }, "TRUST_PROXY must be the number of proxies in front, 0 to 9."],
    [{ SETUP_TOKEN: "x".repeat(31) }, "SETUP_TOKEN must have at least 32 characters."],
    [{ LIMITS: "false" }, "LIMITS must be on or off."],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL must be fatal, error, warn, info, debug or trace."],
    [{ HOST: "0.0.0.0" }, "BASE_URL must be set (the origin people use) when HOST is not loopback."],
    [{ BASE_URL: "muster.example.org" }, ORIGIN],
    [{ BASE_URL: "ftp://muster.example.org" }, ORIGIN],
    [{ BASE_URL: "https://muster.example.org/path" }, ORIGIN],
    [{ BASE_URL: "https://muster.example.org/?x" }, ORIGIN],
    [{ BASE_URL: "https://someone@muster.example.org" }, ORIGIN],
    [
      { BASE_URL: "http://muster.example.org" },
      "BASE_URL must be https unless it is loopback: put a TLS proxy in front.",
    ],
    ...["http://10.0.0.5", "id.internal/path", "a b", "someone@10.0.0.5"].map(
      (hosts): [Record<string, string>, string] => [
        { PRIVATE_HOSTS: hosts },
        "PRIVATE_HOSTS must be a list such as id.internal.example,10.0.0.5:8443.",
      ],
    ),
    [{ ...PUBLIC, LIMITS: "off" }, "LIMITS=off is only allowed while HOST is loopback."],
  ])("%o: %s", (source, sentence) => {
    expect(() => readEnv(source)).toThrow(new StartRefusal(sentence));
  });
});

describe("an environment", () => {
  it("of nothing at all serves this machine alone; empty values count as not set", () => {
    const plain = readEnv({});
    expect(plain).toMatchObject({ port: 3000, host: "127.0.0.1", baseUrl: "http://127.0.0.1:3000", limits: true });
    expect(plain.loopbackOnly).toBe(true);
    expect(readEnv({ PORT: "", HOST: "", BASE_URL: "", DATABASE_URL: "" })).toEqual(plain);
  });

  it.each([
    [PUBLIC, false],
    [{ BASE_URL: "https://muster.example.org" }, false],
    [{ TRUST_PROXY: "1" }, false],
    [{ HOST: "::1" }, true],
    [{ HOST: "localhost", BASE_URL: "http://localhost:3000" }, true],
  ])("%o is reached from this machine alone: %s", (source, loopbackOnly) => {
    expect(readEnv(source).loopbackOnly).toBe(loopbackOnly);
  });

  it("names the internal hosts that may be called: those listed, and issuers written as an address", () => {
    const issuer = (url: string) => ({ name: "x", issuer: url, clientId: "x", clientSecret: "x" });
    const issuers = ["https://id.example.org", "https://10.1.1.1:8443/realm", "http://localhost:4000"].map(issuer);
    const env = readEnv({
      PRIVATE_HOSTS: "ID.internal.example:443, 10.0.0.5:8443",
      OIDC_ISSUERS: JSON.stringify(issuers),
    });
    expect([...env.privateHosts]).toEqual([
      ...["id.internal.example", "10.0.0.5:8443", "10.1.1.1:8443", "localhost:4000"],
    ]);
    expect([...readEnv({}).privateHosts]).toEqual([]);
  });

  it("gives the origin without a final slash", () => {
    expect(readEnv({ ...PUBLIC, BASE_URL: "https://muster.example.org/" }).baseUrl).toBe("https://muster.example.org");
  });
});
