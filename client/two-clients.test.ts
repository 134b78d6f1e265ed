import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { afterEach, describe, expect, test } from "vitest";
import { apply, applyAll } from "#domain/apply";
import { type Board, emptyBoard } from "#domain/board";
import type { CommandInput } from "#domain/command";
import type { Event } from "#domain/event";
import type { JoinAnswer, Slice } from "#domain/protocol";
import { type IncidentSession, makeSession } from "./incident-session.ts";
import { openLive } from "./live.ts";
import type { OutboxEntry } from "./outbox-entry.ts";
import { deliveryOf, Outbox } from "./outbox-pump.ts";
import { makeServerClock } from "./server-clock.ts";
import { steadyNow } from "./steady-clock.ts";
import type { Watched } from "./watched.ts";

const INCIDENT = "00000000-0000-7000-8000-000000000001";
const empty: Board = { ...emptyBoard, incident: { ...emptyBoard.incident, id: INCIDENT, title: "Outage" } };
const now = () => new Date().toISOString();

/** The log that outlives the server, and what keeps one command single. */
type Log = { events: Event[]; answers: Map<string, { id: string; at: string }> };

/** A server of one incident and one stream that keeps CONTRACT §6; it can be killed and started again on its port. */
class FakeServer {
  readonly log: Log = { events: [], answers: new Map() };
  private http: HttpServer | null = null;
  private io: Server | null = null;
  private n = 0;
  port = 0;
  /** Commands to lose: kept in the log, and the line cut before the answer. */
  cutsAfterCommit = 0;
  /** Slices to lose on their way to everybody. */
  losesSlices = 0;

  async start(): Promise<void> {
    const http = createServer();
    const io = new Server(http, { path: "/ws", transports: ["websocket"], serveClient: false });
    this.n = 0;
    io.on("connection", (socket) => {
      const person: unknown = socket.handshake.auth["person"];
      socket.on("join", (ask: { cursor?: string }, ack: (answer: JoinAnswer) => void) => {
        void socket.join("all");
        ack(this.joined(ask.cursor));
      });
      socket.on("presence", (_ask: unknown, ack: (answer: unknown) => void) => ack({ ok: true }));
      socket.on("leave", (_ask: unknown, ack: (answer: unknown) => void) => ack({ ok: true }));
      socket.on("command", (command: CommandInput, ack: (answer: unknown) => void) => {
        const event = this.keep(String(person), command);
        if (this.cutsAfterCommit > 0) {
          this.cutsAfterCommit -= 1;
          socket.conn.close();
        } else ack({ ok: true, event, repeated: false });
      });
    });
    await new Promise<void>((resolve) => http.listen(this.port, "127.0.0.1", resolve));
    const address = http.address() as AddressInfo;
    this.port = address.port;
    this.http = http;
    this.io = io;
  }

  /** As by kill -9: nothing is said, every connection breaks. */
  async kill(): Promise<void> {
    for (const socket of this.io?.sockets.sockets.values() ?? []) socket.conn.transport.close();
    await this.io?.close();
    this.http?.closeAllConnections();
    this.io = null;
  }

  beat(): void {
    this.io?.to("all").emit("beat", { incident: INCIDENT, streams: [{ stream: "all", n: this.n }], at: now() });
  }

  private joined(cursor: string | undefined): JoinAnswer {
    const { events } = this.log;
    const from = cursor === undefined ? null : Number(cursor);
    return {
      ...{ ok: true, pass: "pass", more: false, at: now(), cursor: String(events.length), buildId: "test" },
      streams: [{ stream: "all", n: this.n }],
      ...(from === null ? { snapshot: applyAll(empty, events) } : {}),
      events: from === null ? [] : events.slice(from),
    };
  }

  keep(person: string, command: CommandInput): { id: string; at: string } {
    const known = this.log.answers.get(command.id);
    if (known !== undefined) return known;
    if (command.kind !== "comment.post") throw new Error("The test sends comments only.");
    const event: Event = {
      ...{ id: `event-${this.log.events.length + 1}`, at: now(), kind: "comment.posted", command: command.id },
      by: { person, name: person, organisation: "org-1", role: "liaison" },
      ...{ marking: "TLP:GREEN", on: "room", text: command.text },
    };
    this.log.events.push(event);
    const answer = { id: event.id, at: event.at };
    this.log.answers.set(command.id, answer);
    this.n += 1;
    const slice: Slice = {
      ...{ incident: INCIDENT, stream: "all", n: this.n },
      cursor: String(this.log.events.length),
      events: [event],
    };
    if (this.losesSlices > 0) this.losesSlices -= 1;
    else this.io?.to("all").emit("slice", slice);
    return answer;
  }

  get board(): Board {
    return this.log.events.reduce(apply, empty);
  }
}

const memoryOutbox = (person: string, live: ReturnType<typeof openLive>): Outbox => {
  const disk = new Map<string, OutboxEntry>();
  let ids = 0;
  return new Outbox(person, {
    shelf: {
      read: async () => [...disk.values()],
      put: async (entry) => {
        disk.set(entry.id, entry);
        return "disk";
      },
      remove: async (id) => {
        disk.delete(id);
      },
    },
    deliver: (incident, command) =>
      live.command(incident, command).then(deliveryOf, () => ({ outcome: "unanswered" as const })),
    whoAmI: async () => person,
    alone: (_person, work) => work(),
    tellOtherTabs: () => {},
    makeId: () => {
      ids += 1;
      return `${person}-${ids}`;
    },
    now: () => Date.now(),
    after: (ms, work) => setTimeout(work, ms),
    random: Math.random,
  });
};

/** Resolves when the watched value is as wished; the test's own time limit is the only clock. */
const until = <T>(watched: Watched<T>, isWished: (value: T) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (!isWished(watched.get())) return;
      stop();
      resolve();
    };
    const stop = watched.subscribe(look);
    look();
  });

const closings: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

const openClient = (server: FakeServer, person: string) => {
  const live = openLive(`http://127.0.0.1:${server.port}`, { person });
  const outbox = memoryOutbox(person, live);
  const viewer = {
    person,
    name: person,
    organisation: "org-1",
    sector: "air",
    role: "liaison",
    standing: "vouched",
  } as const;
  const wakeUps: (() => void)[] = [];
  const session = makeSession(
    { incident: INCIDENT, board: empty, cursor: "0", pass: "pass", at: now(), viewer },
    {
      ...{ live, clock: makeServerClock(steadyNow, () => Date.now()) },
      poll: () => Promise.reject(new Error("no answer")),
      outboxOf: () => outbox,
      whoAmI: async () => person,
      onWakeUp: (woke) => {
        wakeUps.push(woke);
        return () => {};
      },
    },
  );
  const letGo = session.retain();
  closings.push(letGo, () => live.drop());
  const wake = () => {
    for (const woke of wakeUps) woke();
  };
  return { session, wake };
};

const say = (session: IncidentSession, text: string) => session.send({ kind: "comment.post", on: "room", text });
const isAt = (count: number) => (board: Board) => board.feed.length === count;
const texts = (board: Board) =>
  board.feed.map(({ event }) => (event.kind === "comment.posted" ? event.text : event.kind));

describe("two clients and a server that dies", () => {
  const open = async () => {
    const server = new FakeServer();
    await server.start();
    closings.push(() => server.kill());
    const [ann, bob] = [openClient(server, "ann"), openClient(server, "bob")];
    for (const { session } of [ann, bob]) await until(session.connection, (view) => view.state === "live");
    return { server, ann, bob };
  };

  test("what one posts both have, each once, and nothing stays pending", async () => {
    const { server, ann, bob } = await open();
    await Promise.all([say(ann.session, "a1"), say(bob.session, "b1"), say(ann.session, "a2")]);
    for (const { session } of [ann, bob]) {
      await until(session.board, isAt(3));
      await until(session.pending, (pending) => pending.length === 0);
      expect(session.board.get()).toEqual(server.board);
    }
  });

  test("killed and started again: what was written meanwhile goes out once, and both converge", async () => {
    const { server, ann, bob } = await open();
    await say(ann.session, "before");
    await until(bob.session.board, isAt(1));
    await server.kill();
    for (const { session } of [ann, bob]) await until(session.connection, (view) => view.state === "reconnecting");
    await say(ann.session, "meanwhile a");
    await say(bob.session, "meanwhile b");
    await server.start();
    for (const { session, wake } of [ann, bob]) {
      wake();
      await until(session.connection, (view) => view.state === "live");
    }
    for (const { session } of [ann, bob]) {
      await until(session.board, isAt(3));
      await until(session.pending, (pending) => pending.length === 0);
      expect(session.board.get()).toEqual(server.board);
    }
    expect(server.log.events).toHaveLength(3);
    expect(new Set(texts(server.board))).toEqual(new Set(["before", "meanwhile a", "meanwhile b"]));
  });

  test("a line cut between commit and answer: the same id settles it, one event", async () => {
    const { server, ann, bob } = await open();
    server.cutsAfterCommit = 1;
    await say(ann.session, "once");
    await until(bob.session.board, isAt(1));
    await until(ann.session.connection, (view) => view.state === "reconnecting");
    ann.wake();
    await until(ann.session.board, isAt(1));
    await until(ann.session.pending, (pending) => pending.length === 0);
    expect(server.log.events).toHaveLength(1);
  });

  test("a lost slice is found by the next beat", async () => {
    const { server, ann, bob } = await open();
    server.losesSlices = 1;
    await say(ann.session, "lost on its way");
    await until(ann.session.pending, ([pending]) => pending?.state === "saved");
    expect(bob.session.board.get().feed).toEqual([]);
    server.beat();
    for (const { session } of [ann, bob]) await until(session.board, isAt(1));
    await until(ann.session.pending, (pending) => pending.length === 0);
  });
});
