import { request as http } from "node:http";
import { Installation } from "./support/installation.ts";
import { expect, test } from "./support/test.ts";

const EVERYWHERE = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};
const NO_SCRIPT = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Asks exactly what is written, which `fetch` would put in order first. */
const raw = (url: string, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    http({ hostname, port, path, headers, timeout: 10_000 }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on("error", reject)
      .end();
  });

const nonceOf = (policy: unknown): string => /'nonce-([\w+/=]{24})'/.exec(String(policy))?.[1] ?? "";

test("every class of answer carries its headers, and a page runs its own scripts alone", async ({ server }) => {
  const installation = await Installation.at(server);
  const room = await installation.declare("A title nobody outside may read");
  const pages = ["/", "/sign-in", "/join/nothing", "/settings", "/declare", "/nothing-here", `/i/${room.id}`];
  const nonces = new Set<string>();
  for (const path of pages) {
    const { headers, body } = await raw(server.url, path);
    expect(headers, path).toMatchObject({ ...EVERYWHERE, "cache-control": expect.stringContaining("no-store") });
    expect(String(headers["vary"]), path).toContain("Cookie");
    const policy = String(headers["content-security-policy"]);
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    const nonce = nonceOf(policy);
    expect(nonces, path).not.toContain(nonce);
    nonces.add(nonce);
    for (const [tag] of body.matchAll(/<(?:script|style)\b[^>]*>/g)) expect(tag, path).toContain(`nonce="${nonce}"`);
  }
  expect(nonces).not.toContain("");

  const script = /\/_next\/static\/[^"]+\.js/.exec((await raw(server.url, "/sign-in")).body)?.[0] ?? "";
  const data = {
    [script]: 200,
    "/api/v1/me": 401,
    "/api/v1/openapi.json": 200,
    [`/api/v1/incidents/${room.id}`]: 401,
    "/api/v1/nothing": 404,
    "/healthz": 200,
    "/_next/image?url=x": 404,
    "//elsewhere.example/": 400,
    "/ws/?EIO=4&transport=polling": 400,
  };
  for (const [path, status] of Object.entries(data)) {
    const answer = await raw(server.url, path);
    expect(answer.status, path).toBe(status);
    expect(answer.headers, path).toMatchObject({ ...EVERYWHERE, "content-security-policy": NO_SCRIPT });
    expect(answer.headers["x-powered-by"], path).toBeUndefined();
    if (path.startsWith("/api/")) expect(answer.headers["cache-control"], path).toContain("no-store");
  }
});

test("no way of asking for a page brings a stranger a byte of an incident", async ({ server }) => {
  const installation = await Installation.at(server);
  const room = await installation.declare("A title nobody outside may read");
  const of = (path: string) => `/i/${room.id}/${path}`.replace(/\/$/, "");
  for (const page of ["", "me", "exec", "updates", "people", "catchup"].map(of)) {
    const asked: [string, Record<string, string>][] = [
      [page, {}],
      [page, { rsc: "1" }],
      [`${page}?_rsc=abcde`, { rsc: "1", "next-router-prefetch": "1" }],
      [page, { rsc: "1", "next-router-segment-prefetch": "/_tree" }],
      [`${page}.rsc`, {}],
      [`${page}.segments/_tree.segment.rsc`, { rsc: "1" }],
      [page, { "x-middleware-subrequest": "middleware:middleware" }],
      [page, { "next-action": "0".repeat(40) }],
      [`http://elsewhere.example${page}`, {}],
    ];
    for (const [path, headers] of asked) {
      const answer = await raw(server.url, path, headers);
      const what = `${path} ${JSON.stringify(headers)}`;
      expect(answer.status, what).toBeLessThan(500);
      expect(`${JSON.stringify(answer.headers)}${answer.body}`, what).not.toContain("nobody outside");
    }
    expect((await raw(server.url, page, { "next-action": "0".repeat(40) })).status).toBe(400);
  }
});

test("what somebody slips into a page does not run", async ({ page, faults }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  faults.expectFault(/Content Security Policy/);
  const ran = await page.evaluate(async () => {
    const blocked = new Promise((resolve) =>
      document.addEventListener("securitypolicyviolation", resolve, { once: true }),
    );
    document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="document.title = \'ran\'">');
    await blocked;
    return document.title;
  });
  expect(ran).not.toBe("ran");
});
