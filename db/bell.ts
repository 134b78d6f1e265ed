import pg from "pg";

const CHANNEL = "muster_bell";
const RETRY_MS = 2000;

export type Bell = {
  /** Tells the other nodes that an incident has new lines. No content travels; a lost ring is made up for by polling. */
  ring: (incident: string) => void;
  close: () => Promise<void>;
};

/** LISTEN/NOTIFY on a connection of its own, which comes back by itself. */
export const openBell = (databaseUrl: string, onRing: (incident: string) => void): Bell => {
  let client: pg.Client | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;

  const again = (lost: pg.Client): void => {
    if (closed || client !== lost) return;
    client = null;
    timer = setTimeout(connect, RETRY_MS);
  };
  const connect = (): void => {
    const next = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    client = next;
    next.on("error", () => again(next));
    next.on("end", () => again(next));
    next.on("notification", (message) => {
      if (message.payload !== undefined) onRing(message.payload);
    });
    next
      .connect()
      .then(() => next.query(`listen ${CHANNEL}`))
      .catch(() => again(next));
  };
  connect();
  return {
    ring: (incident) => {
      client?.query("select pg_notify($1, $2)", [CHANNEL, incident]).catch(() => undefined);
    },
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
};
