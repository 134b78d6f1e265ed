import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { administrator, type TestPerson } from "#server/testing";
import { ask, openTestServer, type TestServer } from "#server/testing-http";

let server: TestServer;
let admin: TestPerson;

const add = (name: string, code: string) =>
  ask(server, "/api/v1/organisations", { by: admin, body: { name, code, sector: "aviation" } });
const names = async (): Promise<unknown> => (await ask(server, "/api/v1/organisations", { by: admin })).json["items"];

beforeAll(async () => {
  server = await openTestServer();
  admin = await administrator(server.context);
  expect(await add("Delta Air", "DAL")).toMatchObject({ status: 201 });
  expect(await add("Zürich Harbour 10", "ZH10")).toMatchObject({ status: 201 });
});
afterAll(() => server.close());

describe("an organisation that passes for another one is not made", () => {
  it.each([
    ["Cyrillic letters", "D\u0435lt\u0430 Air"],
    ["nothing but other scripts where they look alike", "\u13a0elta \u0391ir"],
    ["a capital I for an l", "DeIta Air"],
    ["a figure for a letter", "De1ta Air"],
    ["mathematical letters", "\u{1d403}\u{1d41e}\u{1d425}\u{1d42d}\u{1d41a} Air"],
    ["full-width letters", "\uff24elta Air"],
    ["small letters", "delta air"],
    ["capitals", "DELTA AIR"],
    ["small letters of another script", "d\u0435lta air"],
    ["another space", "Delta\u00a0Air"],
    ["no space", "DeltaAir"],
    ["a hyphen", "Delta-Air"],
    ["a character without width", "Del\u200bta Air"],
    ["directions that leave it as it is", "\u2066Delta\u2069 \u202dAir\u202c"],
    ["a ligature of the same look", "Delta A\u0456r"],
  ])("%s: %s", async (_what, name) => {
    const before = await names();
    const answer = await add(name, "XYZ");
    expect(answer).toMatchObject({ status: 409, json: { code: "conflict", field: "name" } });
    expect(answer.json["detail"]).toMatch(/would be taken for that of another organisation, Delta Air \(DAL\)\.$/);
    expect(await names()).toEqual(before);
  });

  it("nor one whose marks stand apart, or whose figures are letters", async () => {
    for (const name of ["Zu\u0308rich Harbour 10", "Zürich Harbour 1O", "Zürich Harbour lO"])
      expect(await add(name, "XYZ")).toMatchObject({ status: 409, json: { field: "name" } });
  });

  it("nor one whose code is another's, or looks like it", async () => {
    for (const [name, code] of [
      ["Another", "DAL"],
      ["Another", "ZHIO"],
      ["Another", "ZH1O"],
    ] as const)
      expect(await add(name, code)).toMatchObject({ status: 409, json: { code: "conflict", field: "code" } });
    expect(await add("d\u0430l", "XYZ")).toMatchObject({ status: 409, json: { code: "conflict", field: "name" } });
  });

  it("nor two that pass for each other, asked for at the same moment", async () => {
    const both = await Promise.all([add("Twin Bank", "TWA"), add("Tw\u0456n Bank", "TWB")]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });
});

it("an organisation of another name is made, however near it is", async () => {
  for (const [name, code] of [
    ["Delta Air Cargo", "DLC"],
    ["Zürich Harbour 1.0", "ZHB"],
    ["Zürich Harbour 11", "ZH11"],
    ["Дельта", "DLT"],
    ["デルタ航空", "DKK"],
    ["C&A", "CNA"],
  ] as const)
    expect(await add(name, code)).toMatchObject({ status: 201, json: { name } });
});
