import type { Audience } from "./fields.ts";
import type { EventId, OrganisationId, PersonId } from "./ids.ts";
import type { Marking, Role, Standing } from "./words.ts";

/**
 * The one predicate that every exit asks: board, feed, live socket, catch-up, search, export, counts.
 * It restates `matrix` row by row: TLP 2.0 (https://www.first.org/tlp/) as Muster enforces it.
 */

/** What decides who may see one event. Kept beside the event, never sent. */
export type Visibility = {
  readonly marking: Marking;
  /** The organisation the event speaks for; a relayed one too. Null for what belongs to nobody. */
  readonly origin: OrganisationId | null;
  readonly author: PersonId;
  /** Narrows the marking's answer, never widens it. */
  readonly audience?: Audience;
  /** The people named on a TLP:RED item, beside its author. */
  readonly named?: readonly PersonId[];
  /** Set on an event that stands on another and follows its marking. */
  readonly about?: EventId;
  /** Whose words it stands on in the end, its author's or somebody else's; without it, somebody else's. */
  readonly onto?: PersonId;
};

/** Groups of roles for which the table gives the same answers. */
export type Bucket = "full" | "observer" | "communications" | "guest";

export type Viewer = {
  readonly person: PersonId;
  readonly organisation: OrganisationId;
  readonly sector: string;
  readonly role: Role;
  readonly standing: Standing;
};

/** Switches of the commander; both off at first. */
export type Sharing = { readonly amberToObservers: boolean; readonly amberToCommunications: boolean };
export const NO_SHARING: Sharing = { amberToObservers: false, amberToCommunications: false };

/** A provisional person is read as a guest, whatever the role. */
export const bucketOf = (viewer: Pick<Viewer, "role" | "standing">): Bucket => {
  if (viewer.standing === "provisional" || viewer.role === "guest") return "guest";
  if (viewer.role === "observer") return "observer";
  return viewer.role === "communications" ? "communications" : "full";
};

/**
 * An author sees what he wrote, whatever became of his role since. What he put on somebody else's words names them, so
 * that he sees as long as he sees those.
 */
const isOwn = (viewer: Viewer, seen: Visibility): boolean =>
  viewer.person === seen.author && (seen.about === undefined || seen.onto === viewer.person);

const inAudience = (viewer: Viewer, seen: Visibility): boolean => {
  const audience = seen.audience;
  if (audience === undefined) return true;
  if (isOwn(viewer, seen) || viewer.organisation === seen.origin) return true;
  return (
    (audience.organisations?.includes(viewer.organisation) ?? false) ||
    (audience.sectors?.includes(viewer.sector) ?? false) ||
    (audience.people?.includes(viewer.person) ?? false)
  );
};

/**
 * A guest or provisional person sees nothing above TLP:GREEN but what he wrote himself: these bytes are his own,
 * and his row must show him what he has just posted.
 */
const byMarking = (viewer: Viewer, seen: Visibility, sharing: Sharing): boolean => {
  const bucket = bucketOf(viewer);
  switch (seen.marking) {
    case "TLP:CLEAR":
    case "TLP:GREEN":
      return true;
    case "TLP:AMBER":
      if (bucket === "guest") return isOwn(viewer, seen);
      if (bucket === "full" || viewer.organisation === seen.origin) return true;
      return bucket === "observer" ? sharing.amberToObservers : sharing.amberToCommunications;
    case "TLP:AMBER+STRICT":
      return bucket === "guest" ? isOwn(viewer, seen) : viewer.organisation === seen.origin;
    case "TLP:RED":
      return (
        viewer.standing === "vouched" &&
        (viewer.person === seen.author || (seen.named?.includes(viewer.person) ?? false))
      );
    default:
      return false;
  }
};

/** May this participant see this event? The caller has made sure that he is in the incident now. */
export const sees = (viewer: Viewer, seen: Visibility, sharing: Sharing): boolean =>
  byMarking(viewer, seen, sharing) && inAudience(viewer, seen);

const withPerson = (people: readonly PersonId[] = [], person: PersonId): PersonId[] => [
  ...people.filter((known) => known !== person),
  person,
];

/** Whose words something stands on that `by` puts on an item with this visibility. */
export const ontoOf = (seen: Visibility, by: PersonId): Pick<Visibility, "onto"> => {
  if (seen.author !== by || seen.about === undefined) return { onto: seen.author };
  return seen.onto === undefined ? {} : { onto: seen.onto };
};

/** What somebody puts on an item has that item's readers, whose author stays one of them. */
export const standsOn = (on: Visibility, event: EventId, by: PersonId): Visibility => {
  const { onto: _onto, ...seen } = on;
  return {
    ...seen,
    author: by,
    about: event,
    ...ontoOf(on, by),
    ...(seen.marking === "TLP:RED" ? { named: withPerson(seen.named, seen.author) } : {}),
    ...(seen.audience === undefined
      ? {}
      : { audience: { ...seen.audience, people: withPerson(seen.audience.people, seen.author) } }),
  };
};

/** Does the answer depend on the person, and not only on role and organisation? */
export const namesPeople = (seen: Visibility): boolean => seen.marking === "TLP:RED" || seen.audience !== undefined;

/**
 * Everybody of one class gets the same answer on every event; guests, and people who are named somewhere,
 * have a class of their own. A guest's answers on TLP:RED change when somebody vouches, so his standing counts.
 */
export const classOf = (viewer: Viewer, named: ReadonlySet<PersonId>): string => {
  const bucket = bucketOf(viewer);
  const own = named.has(viewer.person) || bucket === "guest" ? `:${viewer.person}:${viewer.standing}` : "";
  return `${bucket}:${viewer.organisation}${own}`;
};

/**
 * A stream is one audience on one node. A viewer listens to those he belongs to
 * and gets each event through exactly one of them.
 */
export const streamsOf = (viewer: Viewer): string[] => [
  "all",
  ...(bucketOf(viewer) === "full" ? ["full"] : []),
  `group:${bucketOf(viewer)}:${viewer.organisation}`,
  `person:${viewer.person}`,
];

/** The stream that brings an event to a viewer who sees it; the other half of `streamsOf`. */
export const streamFor = (viewer: Viewer, seen: Visibility): string => {
  if (namesPeople(seen)) return `person:${viewer.person}`;
  if (seen.marking === "TLP:GREEN" || seen.marking === "TLP:CLEAR") return "all";
  if (bucketOf(viewer) === "guest") return `person:${viewer.person}`;
  if (seen.marking === "TLP:AMBER" && bucketOf(viewer) === "full") return "full";
  return `group:${bucketOf(viewer)}:${viewer.organisation}`;
};
