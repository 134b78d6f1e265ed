import { parseArgs } from "node:util";

/** What is asked for when nothing is said, by kind of run. */
const kinds = {
  normal: { viewers: 200, rate: 50, seconds: 15, rounds: 3 },
  long: { viewers: 1000, rate: 5, seconds: 60, rounds: 1 },
  burst: { viewers: 200, rate: 200, seconds: 1, rounds: 3 },
  storm: { viewers: 1000, rate: 5, seconds: 2, rounds: 1 },
  page: { viewers: 1, rate: 20, seconds: 20, rounds: 1 },
};

const stores = { embedded: ["embedded"], postgresql: ["postgresql"], both: ["embedded", "postgresql"] };

/** Bounds: whatever is asked for ends, and leaves the machine usable. */
const bounds = {
  viewers: [1, 5000],
  rate: [1, 2000],
  seconds: [1, 900],
  rounds: [1, 20],
  posters: [1, 500],
  processes: [1, 8],
  organisations: [2, 1000],
};

export const usage = `npm run bench -- [options]
  --viewers N      sockets that listen (200)
  --rate N         posts in a second, of all posters together (50)
  --seconds N      of posting, over all rounds (15)
  --rounds N       in turns with the others, so that a busy moment hits all alike (3)
  --posters N      of the viewers (10)
  --processes N    that hold the sockets of the viewers (2)
  --store WHICH    embedded, postgresql or both (both)
  --scenario WHICH wall: the load above; burst: everybody posts within one second;
                   storm: the server is killed and everybody comes back;
                   page: a browser on a large board, and on a slow line (wall)
  --organisations N on that board (300)
  --long           1,000 viewers, 5 posts a second, 60 seconds`;

/** Reads the command line; throws an Error with one sentence. */
export function readOptions(args) {
  const text = { type: "string" };
  const { values } = parseArgs({
    args,
    options: {
      ...Object.fromEntries(Object.keys(bounds).map((name) => [name, text])),
      store: { type: "string", default: "both" },
      scenario: { type: "string", default: "wall" },
      long: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { store, scenario, long, help } = values;
  if (!stores[store]) throw new Error(`--store is one of ${Object.keys(stores).join(", ")}.`);
  if (!["wall", "burst", "storm", "page"].includes(scenario))
    throw new Error("--scenario is one of wall, burst, storm, page.");
  const kind = kinds[scenario === "wall" ? (long ? "long" : "normal") : scenario];
  const number = (name, usual) => {
    const value = values[name] === undefined ? usual : Number(values[name]);
    const [least, most] = bounds[name];
    if (!Number.isInteger(value) || value < least || value > most)
      throw new Error(`--${name} is a whole number from ${least} to ${most}.`);
    return value;
  };
  const viewers = number("viewers", kind.viewers);
  return {
    help,
    scenario,
    stores: stores[store],
    viewers,
    rate: number("rate", scenario === "burst" ? viewers : kind.rate),
    seconds: number("seconds", kind.seconds),
    rounds: number("rounds", kind.rounds),
    posters: Math.min(viewers, number("posters", scenario === "burst" ? Math.min(500, viewers) : 10)),
    processes: number("processes", 2),
    organisations: number("organisations", 300),
  };
}
