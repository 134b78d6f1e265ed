import { randomUUID } from "node:crypto";
import { call, inLanes, setUp } from "./scene.mjs";

const sectors = ["aviation", "banking", "health", "government", "retail", "logistics", "media", "rail"];

/** An incident of so many organisations, with the sessions of its commander, of a liaison and of an executive. */
export async function makePageScene(url, setupToken, { organisations }) {
  const admin = await setUp(url, setupToken);
  await inLanes(organisations - 1, (index) =>
    admin("/api/v1/organisations", {
      name: `Organisation ${index}`,
      code: `X${String(index).padStart(4, "0")}`,
      sector: sectors[index % sectors.length],
    }),
  );
  const { incident } = await admin("/api/v1/incidents", {
    id: randomUUID(),
    title: "Faulty endpoint update",
    severity: 1,
    mode: "real",
    template: "vendor-update-outage",
  });
  const root = `/api/v1/incidents/${incident.id}`;
  const command = (body) => admin(`${root}/commands`, { id: randomUUID(), ...body });
  const { body } = await call(url, "GET", "/api/v1/organisations", undefined, admin.cookie);
  const others = body.items.filter(({ code }) => code.startsWith("X")).map(({ id }) => id);
  const join = async (role, organisation) => {
    const { token } = await admin(`${root}/invitations`, { organisation, role, maxUses: 1 });
    const person = { name: `One ${role}`, email: `${role}@example.org` };
    const joined = await call(url, "POST", `/api/v1/join/${token}`, person);
    await command({ kind: "participant.vouch", person: joined.body.person.id });
    return joined.cookie;
  };
  const statuses = ["down", "partly_down", "degraded", "recovering", "operating"];
  const change = (n) =>
    command({
      kind: "update.post",
      organisation: others[n % others.length],
      status: statuses[(n + Math.floor(n / others.length)) % statuses.length],
      text: `Change ${n + 1}`,
      source: "phone",
    });
  await inLanes(others.length, change);
  return {
    path: `/i/${incident.id}`,
    organisations: others.length,
    change,
    cookies: {
      commander: admin.cookie,
      liaison: await join("liaison", others[0]),
      executive: await join("observer", others[1]),
    },
  };
}
