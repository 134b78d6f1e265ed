import type { Board } from "#domain/board";
import { strictest } from "#domain/marking";
import type { Marking } from "#domain/words";

/** The strictest marking of what the board shows: the label of the page. */
export const pageMarking = (board: Board): Marking => {
  const markings: Marking[] = [];
  for (const row of Object.values(board.organisations)) {
    for (const fact of [row.own, row.relayed, row.text, row.exposure]) if (fact !== null) markings.push(fact.marking);
    for (const figure of Object.values(row.figures)) markings.push(figure.marking);
  }
  for (const { event } of board.feed) if (event.kind === "update.posted") markings.push(event.marking);
  return strictest(markings);
};
