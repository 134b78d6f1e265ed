import { openCrowd } from "./open-crowd.mjs";

const drainLookMs = 100;
const stalledMs = 10_000;

/** The processes that hold the sockets: one for those who post, the others share those who listen. */
export function gather({ posters, processes }) {
  const poster = openCrowd();
  const listeners = Array.from({ length: processes }, openCrowd);
  const all = [poster, ...listeners];
  const everyone = async (order, what) => (await Promise.all(all.map((crowd) => crowd.tell(order, what)))).flat();
  return {
    async connect(url, incident, people) {
      const lanes = [people.slice(0, posters), ...listeners.map(() => [])];
      people.slice(posters).forEach((person, index) => {
        lanes[1 + (index % processes)].push(person);
      });
      await Promise.all(all.map((crowd, index) => crowd.tell("connect", { url, incident, people: lanes[index] })));
    },
    post: (numbers, times) => poster.tell("post", { numbers, times }),
    joined: () => everyone("joined"),
    collect: () => everyone("collect"),
    disconnect: () => everyone("disconnect"),
    /** Waits until so many posts have arrived in all, or nothing has arrived for ten seconds. */
    async drain(expected) {
      let [before, since] = [-1, performance.now()];
      for (;;) {
        const count = (await everyone("count")).reduce((sum, one) => sum + one, 0);
        if (count >= expected) return;
        if (count !== before) [before, since] = [count, performance.now()];
        if (performance.now() - since > stalledMs) return;
        await new Promise((resolve) => setTimeout(resolve, drainLookMs));
      }
    },
    close: () => {
      for (const crowd of all) crowd.close();
    },
  };
}
