import type { Board } from "#domain/board";
import { stricter, strictest } from "#domain/marking";
import type { Marking } from "#domain/words";

/** The strictest marking of what the page shows; a real incident is never labelled laxer than its title, TLP:GREEN. */
export const pageMarking = ({ incident, organisations, feed, lastPinned }: Board): Marking => {
  const markings: Marking[] = [];
  for (const row of Object.values(organisations)) {
    for (const fact of [row.own, row.relayed, row.text, row.exposure]) if (fact !== null) markings.push(fact.marking);
    for (const figure of Object.values(row.figures)) markings.push(figure.marking);
  }
  for (const event of [lastPinned, ...feed.map((item) => item.event)])
    if (event !== null && "marking" in event) markings.push(event.marking);
  const shown = strictest(markings);
  return incident.mode === "real" ? stricter(shown, "TLP:GREEN") : shown;
};
