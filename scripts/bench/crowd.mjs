// A process that holds many sockets. It does what its parent says, one order after the other, and answers each.
import { machineNow } from "./machine-clock.mjs";
import { Member } from "./member.mjs";

const atOnce = 20;
const settings = { members: [] };

const orders = {
  async connect({ url, incident, people }) {
    settings.members = people.map(({ cookie }) => new Member(url, incident, cookie));
    settings.organisations = people.map(({ organisation }) => organisation);
    const waiting = [...settings.members];
    const lane = async () => {
      for (let member = waiting.pop(); member; member = waiting.pop()) await member.connect();
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  },

  /** Posts `numbers[i]` at `times[i]`, whether or not the one before has been answered. */
  async post({ numbers, times }) {
    const acknowledged = [];
    const failed = [];
    const one = async (number, index) => {
      const poster = index % settings.members.length;
      try {
        const ms = await settings.members[poster].post(number, settings.organisations[poster]);
        acknowledged.push({ number, ms });
      } catch (error) {
        failed.push({ number, reason: error.message });
      }
    };
    const sent = numbers.map(async (number, index) => {
      await new Promise((resolve) => setTimeout(resolve, times[index] - machineNow()));
      await one(number, index);
    });
    await Promise.all(sent);
    return { acknowledged, failed };
  },

  async count() {
    return settings.members.reduce((sum, { order }) => sum + order.length, 0);
  },

  /** When each member last heard where it stands, and how long that answer took. */
  async joined() {
    return settings.members.map(({ joinedAt, joinMs }) => ({ joinedAt, joinMs }));
  },

  async collect() {
    return settings.members.map(({ order, latencies, doubled, gaps, resets, unanswered, lastAt }) => ({
      order: Int32Array.from(order),
      latencies: Float64Array.from(latencies),
      doubled,
      gaps,
      resets,
      unanswered,
      lastAt,
    }));
  },

  async disconnect() {
    for (const member of settings.members) member.close();
    settings.members = [];
  },
};

process.on("message", async ({ id, order, ...rest }) => {
  try {
    process.send({ id, answer: await orders[order](rest) });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
process.on("disconnect", () => process.exit(0));
