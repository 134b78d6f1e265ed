import { type APIRequestContext, type BrowserContextOptions, request } from "@playwright/test";
import { Api } from "./api.ts";
import type { Server } from "./server.ts";

/** The cookies of somebody who is signed in, for a browser of his own. */
export type SignedIn = Exclude<BrowserContextOptions["storageState"], string | undefined>;
export type Organisation = { id: string; name: string; code: string };
/** An event as the feed tells it, as far as journeys look at it. */
export type Said = { id: string; kind: string; at: string; writtenAt?: string; text?: string };
export type Invitation = { url: string; token: string; code: string };

/** Who set the installation up, and commands what it declares. */
export const commander = {
  name: "Duty Manager",
  email: "duty.manager@harbour.example",
  password: "correct horse staple",
};

const own = { name: "Harbour Authority", code: "HBR", sector: "logistics" };
const known = [
  { name: "City Clinic", code: "CLI", sector: "health" },
  { name: "Northern Air", code: "NOA", sector: "aviation" },
  { name: "River Bank", code: "RVB", sector: "banking" },
];

/** An installation that is set up and knows four organisations; its own is the first. */
export class Installation {
  static readonly #of = new WeakMap<Server, Promise<Installation>>();

  /** Sets the server up, once. */
  static at(server: Server): Promise<Installation> {
    const there = Installation.#of.get(server);
    if (there) return there;
    const made = Installation.#make(server);
    Installation.#of.set(server, made);
    return made;
  }

  static async #make(server: Server): Promise<Installation> {
    const client = await request.newContext();
    const api = new Api(client, server.url);
    const { name, email, password } = commander;
    await api.post("/setup", { token: server.setupToken, organisation: own, person: { name, email, password } });
    for (const organisation of known) await api.post("/organisations", organisation);
    return new Installation(server.url, api, await signedIn(client));
  }

  readonly url: string;
  /** The API as the commander. */
  readonly api: Api;
  readonly commander: SignedIn;

  private constructor(url: string, api: Api, commander: SignedIn) {
    this.url = url;
    this.api = api;
    this.commander = commander;
  }

  /** Declares an incident with everybody the installation knows. */
  async declare(title: string): Promise<Incident> {
    const { incident } = await this.api.post<{ incident: { id: string } }>("/incidents", {
      id: crypto.randomUUID(),
      kind: "incident.declare",
      title,
      severity: 2,
      mode: "real",
      template: "vendor-update-outage",
    });
    const { board } = await this.api.get<{ board: { organisations: Record<string, Organisation> } }>(
      `/incidents/${incident.id}/board`,
    );
    return new Incident(this, incident.id, Object.values(board.organisations));
  }
}

/** A declared incident, and the ways into it. */
export class Incident {
  readonly installation: Installation;
  readonly id: string;
  readonly organisations: readonly Organisation[];

  constructor(installation: Installation, id: string, organisations: readonly Organisation[]) {
    this.installation = installation;
    this.id = id;
    this.organisations = organisations;
  }

  /** The organisation with this code. */
  organisation(code: string): Organisation {
    const found = this.organisations.find((organisation) => organisation.code === code);
    if (!found) throw new Error(`No organisation ${code} in the incident.`);
    return found;
  }

  path(screen = ""): string {
    return `/i/${this.id}${screen}`;
  }

  invite(code: string, role = "liaison"): Promise<Invitation> {
    const { id: organisation } = this.organisation(code);
    return this.installation.api.post<Invitation>(`/incidents/${this.id}/invitations`, { organisation, role });
  }

  /** Somebody who came by link and was vouched for. */
  async member(code: string, name: string, role = "liaison"): Promise<{ api: Api; signedIn: SignedIn }> {
    const { token } = await this.invite(code, role);
    const client = await request.newContext();
    const api = new Api(client, this.installation.url);
    const email = `${name.toLowerCase().replaceAll(/\W+/g, ".")}@${code.toLowerCase()}.example`;
    const { person } = await api.post<{ person: { id: string } }>(`/join/${token}`, { name, email });
    await this.installation.api.command(this.id, { kind: "participant.vouch", person: person.id });
    return { api, signedIn: await signedIn(client) };
  }

  /** A member whose organisation has reported: degraded, 1,200 machines affected, 300 of them back. */
  async reporting(code: string, name: string): Promise<{ api: Api; signedIn: SignedIn }> {
    const member = await this.member(code, name);
    await member.api.command(this.id, {
      kind: "update.post",
      organisation: this.organisation(code).id,
      status: "degraded",
      figures: [
        { metric: "machines_affected", value: 1200, unit: "machines" },
        { metric: "machines_restored", value: 300, unit: "machines" },
      ],
    });
    return member;
  }

  /** What the log holds for the commander, oldest first. */
  async log(): Promise<Said[]> {
    const { events } = await this.installation.api.get<{ events: Said[] }>(`/incidents/${this.id}/events?limit=1000`);
    return events;
  }

  /** What the log holds of updates with these words, oldest first. */
  async updates(words: string): Promise<Said[]> {
    return (await this.log()).filter(({ kind, text }) => kind === "update.posted" && text?.includes(words));
  }

  /** A statement of the commander for the own organisation. */
  async say(text: string, more: Record<string, unknown> = {}): Promise<void> {
    const { id: organisation } = this.organisation(own.code);
    await this.installation.api.command(this.id, { kind: "update.post", organisation, text, ...more });
  }
}

async function signedIn(client: APIRequestContext): Promise<SignedIn> {
  const { cookies, origins } = await client.storageState();
  return { cookies, origins };
}
