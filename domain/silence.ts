import type { OrganisationId } from "./ids.ts";
import { bucketOf, type Sharing, type Viewer } from "./visibility.ts";

/** Asks of one organisation, or of all together (null), whether its silence on this board is silence. */
export type Hears = (organisation: OrganisationId | null) => boolean;

/**
 * Whoever by role reads nothing at TLP:AMBER cannot know whether an organisation has spoken, and is not told that
 * it has not. It depends on the viewer alone, never on what was said: the words are the same for all organisations.
 */
export const hearsOf =
  (viewer: Pick<Viewer, "organisation" | "role" | "standing">, sharing: Sharing): Hears =>
  (organisation) => {
    const bucket = bucketOf(viewer);
    if (bucket === "full" || bucket === "guest") return bucket === "full";
    if (organisation === viewer.organisation) return true;
    return bucket === "observer" ? sharing.amberToObservers : sharing.amberToCommunications;
  };
