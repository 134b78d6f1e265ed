import type { Draftable } from "#client/outbox-entry";
import type { EventOf } from "#domain/event";
import type { Status } from "#domain/words";

type Posted = EventOf<"update.posted">;

/** What the author changes in his own update; figures as they are typed, by metric. */
export type Corrected = { status: Status | undefined; text: string; figures: Readonly<Record<string, string>> };

type Figures = NonNullable<Posted["figures"]>;

const figuresOf = (event: Posted, corrected: Corrected): Figures | null => {
  const figures: Figures = [];
  for (const figure of event.figures ?? []) {
    const typed = (corrected.figures[figure.metric] ?? "").replaceAll(/[\s,]/g, "");
    if (!/^\d+(\.\d+)?$/.test(typed)) return null;
    figures.push({ ...figure, value: Number(typed) });
  }
  return figures;
};

/** The correction as a command that repeats everything the update said; null while it is incomplete or changes nothing. */
export const correctionOf = (event: Posted, corrected: Corrected): Draftable | null => {
  const figures = figuresOf(event, corrected);
  const text = corrected.text.trim();
  if (figures === null || (text === "" && event.text !== undefined)) return null;
  const isSameText = text === (event.text ?? "");
  const isSameFigures = figures.every((figure, index) => figure.value === event.figures?.[index]?.value);
  if (isSameText && isSameFigures && corrected.status === event.status) return null;
  return {
    kind: "update.post",
    organisation: event.organisation,
    corrects: event.id,
    marking: event.marking,
    ...(event.audience === undefined ? {} : { audience: event.audience }),
    ...(event.source === "own" ? {} : { source: event.source, confidence: event.confidence }),
    ...(corrected.status === undefined ? {} : { status: corrected.status }),
    ...(event.exposure === undefined ? {} : { exposure: event.exposure }),
    ...(text === "" ? {} : { text }),
    ...(figures.length === 0 ? {} : { figures }),
    ...(event.nextDue === undefined ? {} : { nextDue: event.nextDue }),
  };
};
