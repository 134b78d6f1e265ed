import type { Marking } from "#domain/words";

const CLASSES: Record<Marking, string> = {
  "TLP:RED": "tlp-red",
  "TLP:AMBER+STRICT": "tlp-amber",
  "TLP:AMBER": "tlp-amber",
  "TLP:GREEN": "tlp-green",
  "TLP:CLEAR": "tlp-clear",
};

/** The marking as FIRST asks for it: the label in its colour on black. */
export const TlpChip = ({ marking, slim = false }: { marking: Marking; slim?: boolean }) => (
  <span className={`tlp ${CLASSES[marking]}${slim ? " tlp-slim" : ""}`}>{marking}</span>
);
