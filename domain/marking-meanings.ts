import type { Marking } from "./words.ts";

/** Who gets an item with this marking, in a few words for the one who is about to send it. */
export const MARKING_MEANINGS: Record<Marking, string> = {
  "TLP:RED": "only the people you name",
  "TLP:AMBER+STRICT": "your organisation only",
  "TLP:AMBER": "organisations taking part, need to know",
  "TLP:GREEN": "everyone in the incident",
  "TLP:CLEAR": "everyone; may be published",
};
