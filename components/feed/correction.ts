import type { Draftable } from "#client/outbox-entry";
import type { EventOf } from "#domain/event";
import type { Status } from "#domain/words";

type Posted = EventOf<"update.posted">;

/** What the author changes in his own update; figures as they are typed, by metric. */
export type Corrected = { status: Status | undefined; text: string; figures: Readonly<Record<string, string>> };

type Figures = NonNullable<Posted["figures"]>;

/** The figures that are not as they were; null when one of them is not a number. */
const figuresOf = (event: Posted, corrected: Corrected): Figures | null => {
  const figures: Figures = [];
  for (const figure of event.figures ?? []) {
    const typed = (corrected.figures[figure.metric] ?? "").replaceAll(/[\s,]/g, "");
    if (!/^\d+(\.\d+)?$/.test(typed)) return null;
    if (Number(typed) !== figure.value) figures.push({ ...figure, value: Number(typed) });
  }
  return figures;
};

/** What differs from the update, as its correction; null while it is incomplete or changes nothing. */
export const correctionOf = (event: Posted, corrected: Corrected): Draftable | null => {
  const figures = figuresOf(event, corrected);
  const text = corrected.text.trim();
  if (figures === null || (text === "" && event.text !== undefined)) return null;
  const isOtherText = text !== (event.text ?? "");
  const isOtherStatus = corrected.status !== event.status;
  if (!isOtherText && !isOtherStatus && figures.length === 0) return null;
  return {
    kind: "update.post",
    organisation: event.organisation,
    corrects: event.id,
    marking: event.marking,
    ...(event.audience === undefined ? {} : { audience: event.audience }),
    ...(event.source === "own" ? {} : { source: event.source, confidence: event.confidence }),
    ...(corrected.status === undefined || !isOtherStatus ? {} : { status: corrected.status }),
    ...(isOtherText ? { text } : {}),
    ...(figures.length === 0 ? {} : { figures }),
  };
};

/** Names of what a later correction replaces: "status", "text", "exposure" and metrics. */
export const replacedBy = (correction: Posted): ReadonlySet<string> =>
  new Set([
    ...(correction.status === undefined ? [] : ["status"]),
    ...(correction.text === undefined ? [] : ["text"]),
    ...(correction.exposure === undefined ? [] : ["exposure"]),
    ...(correction.figures ?? []).map((figure) => figure.metric),
  ]);
