import { createStore, del, entries, set, type UseStore } from "idb-keyval";

import type { PersonId } from "#domain/ids";
import { ApiRefusal, api } from "./api.ts";
import { makeDeliver } from "./deliver.ts";
import { liveOfThisTab } from "./live.ts";
import { newId } from "./new-id.ts";
import type { OutboxEntry } from "./outbox-entry.ts";
import { Outbox, type Shelf } from "./outbox-pump.ts";
import { serverClock } from "./server-clock.ts";

/** The outbox of a person in this browser: IndexedDB, one sender among the tabs, told to all of them. */

const CHANNEL = "muster-outbox";

let store: UseStore | undefined;
const shelfStore = (): UseStore => {
  store ??= createStore("muster-outbox", "commands");
  return store;
};

/** Keeps in memory what the browser will not put on disk (private windows, full disks). */
const diskShelf = (): Shelf => {
  const inMemory = new Map<string, OutboxEntry>();
  return {
    read: async (person) => {
      const onDisk = await entries<string, OutboxEntry>(shelfStore()).catch(() => []);
      return [...onDisk.map(([, entry]) => entry), ...inMemory.values()].filter((entry) => entry.person === person);
    },
    put: async (entry) => {
      try {
        await set(entry.id, entry, shelfStore());
        inMemory.delete(entry.id);
        return "disk";
      } catch {
        inMemory.set(entry.id, entry);
        return "memory";
      }
    },
    remove: async (id) => {
      inMemory.delete(id);
      await del(id, shelfStore()).catch(() => {});
    },
  };
};

/** Pages that are not served securely have no locks: there the id alone keeps a command single. */
const alone = async (person: PersonId, work: () => Promise<void>): Promise<void> => {
  if (navigator.locks === undefined) return work();
  await navigator.locks.request(`${CHANNEL}:${person}`, work);
};

/** Whose session the server sees; null for nobody's. Throws when nothing answers. */
export const whoAmI = async (): Promise<PersonId | null> => {
  try {
    return (await api.get<{ person: { id: PersonId } }>("/api/v1/me")).person.id;
  } catch (error) {
    if (error instanceof ApiRefusal && error.code === "unauthenticated") return null;
    throw error;
  }
};

const outboxes = new Map<PersonId, Outbox>();

/** The person's outbox in this tab; what an earlier page left in it is read and sent. */
export const outboxOf = (person: PersonId): Outbox => {
  const known = outboxes.get(person);
  if (known !== undefined) return known;
  const channel = new BroadcastChannel(CHANNEL);
  const outbox = new Outbox(person, {
    shelf: diskShelf(),
    deliver: makeDeliver(liveOfThisTab()),
    whoAmI,
    alone,
    tellOtherTabs: (changed) => channel.postMessage(changed),
    makeId: newId,
    now: serverClock.now,
    after: (ms, work) => setTimeout(work, ms),
    random: Math.random,
  });
  channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data === person) void outbox.reload();
  });
  outboxes.set(person, outbox);
  void outbox.reload().then(() => outbox.wake());
  return outbox;
};
