import { createStore, del, entries, set, type UseStore } from "idb-keyval";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";

/** Whose draft for which row. */
export type DraftPlace = { person: PersonId; incident: IncidentId; organisation: OrganisationId };
/** The fields as they were typed, by name. */
export type DraftFields = Record<string, string>;
type Draft = { fields: DraftFields; at: number };

const TAB_KEY = "muster:tab";
const KEPT_FOR_MS = 14 * 24 * 3_600_000;

let store: UseStore | undefined;
const draftStore = (): UseStore => {
  store ??= createStore("muster-drafts", "drafts");
  return store;
};

let fallbackTab: string | undefined;

/** Names this tab and survives its reload: two tabs never write the same draft. */
const tabName = (): string => {
  fallbackTab ??= Math.random().toString(36).slice(2, 10);
  try {
    const known = window.sessionStorage.getItem(TAB_KEY);
    if (known !== null) return known;
    window.sessionStorage.setItem(TAB_KEY, fallbackTab);
  } catch {
    // Without storage of its own the tab is a new one after a reload, and finds its draft as another tab's.
  }
  return fallbackTab;
};

const prefixOf = ({ person, incident, organisation }: DraftPlace): string => `${person}/${incident}/${organisation}/`;

/** Every draft of the place, newest first, by key. */
const draftsOf = async (place: DraftPlace): Promise<[string, Draft][]> => {
  const all = await entries<string, Draft>(draftStore());
  const outdated = all.filter(([, draft]) => Date.now() - draft.at > KEPT_FOR_MS);
  await Promise.all(outdated.map(([key]) => del(key, draftStore())));
  return all
    .filter(([key, draft]) => key.startsWith(prefixOf(place)) && Date.now() - draft.at <= KEPT_FOR_MS)
    .sort(([, a], [, b]) => b.at - a.at);
};

/** This tab's draft, otherwise the newest one another tab left; null when there is none or no storage. */
export const loadDraft = async (place: DraftPlace): Promise<DraftFields | null> => {
  try {
    const drafts = await draftsOf(place);
    const own = drafts.find(([key]) => key === prefixOf(place) + tabName());
    return (own ?? drafts[0])?.[1].fields ?? null;
  } catch {
    return null;
  }
};

/** Keeps the draft of this tab; resolves to false when the browser gives no storage. */
export const keepDraft = async (place: DraftPlace, fields: DraftFields): Promise<boolean> => {
  try {
    const draft: Draft = { fields, at: Date.now() };
    await set(prefixOf(place) + tabName(), draft, draftStore());
    return true;
  } catch {
    return false;
  }
};

/** Forgets what was sent: this tab's draft and every other copy with the same fields. */
export const dropDraft = async (place: DraftPlace, sent: DraftFields): Promise<void> => {
  const same = JSON.stringify(sent);
  try {
    const drafts = await draftsOf(place);
    const gone = drafts.filter(
      ([key, draft]) => key === prefixOf(place) + tabName() || JSON.stringify(draft.fields) === same,
    );
    await Promise.all(gone.map(([key]) => del(key, draftStore())));
  } catch {
    // No storage, no draft.
  }
};
