import pg from "pg";

const CHANNEL = "muster_bell";
const RETRY_MS = 2000;
/** A ring waits for this node's own answers and deliveries, which its statement would hold up, and for more of its kind. */
const RING_AFTER_MS = 5;

export type Bell = {
  /** Tells the other nodes that an incident has new lines. No content travels; a lost ring is made up for by polling. */
  ring: (incident: string) => void;
  close: () => Promise<void>;
};

/** LISTEN/NOTIFY on a connection of its own, which comes back by itself. A node does not hear its own rings. */
export const openBell = (databaseUrl: string, onRing: (incident: string) => void): Bell => {
  let client: pg.Client | null = null;
  let listening = false;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let ringing = false;
  let soon: NodeJS.Timeout | null = null;
  const waiting = new Set<string>();

  const again = (lost: pg.Client): void => {
    if (closed || client !== lost) return;
    client = null;
    listening = false;
    timer = setTimeout(connect, RETRY_MS);
  };
  const connect = (): void => {
    const next = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    client = next;
    next.on("error", () => again(next));
    next.on("end", () => again(next));
    listen(next, onRing).then(
      () => {
        listening = client === next;
      },
      () => again(next),
    );
  };
  /** One ring at a time, for everything that came up during the last one. */
  const ringWaiting = async (): Promise<void> => {
    if (ringing) return;
    ringing = true;
    try {
      while (client !== null && listening && waiting.size > 0) {
        const incidents = [...waiting];
        waiting.clear();
        await client.query("select pg_notify($1, incident) from unnest($2::text[]) as incident", [CHANNEL, incidents]);
      }
    } finally {
      ringing = false;
    }
  };
  connect();
  return {
    ring: (incident) => {
      waiting.add(incident);
      soon ??= setTimeout(() => {
        soon = null;
        ringWaiting().catch(() => undefined);
      }, RING_AFTER_MS);
    },
    close: async () => {
      closed = true;
      if (soon !== null) clearTimeout(soon);
      if (timer !== null) clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
};

const listen = async (client: pg.Client, onRing: (incident: string) => void): Promise<void> => {
  await client.connect();
  // A ring carries nothing that would have to outlive a power cut, so it need not wait for the disk.
  await client.query("set synchronous_commit = off");
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const own = rows[0]?.pid;
  client.on("notification", ({ payload, processId }) => {
    if (payload !== undefined && processId !== own) onRing(payload);
  });
  await client.query(`listen ${CHANNEL}`);
};
