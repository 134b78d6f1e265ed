import type { Draftable } from "#client/outbox-entry";
import type { EventOf } from "#domain/event";
import { AFFECTED, RESTORED } from "#domain/sectors";
import type { Status } from "#domain/words";
import { audienceOf, type Draft, problemIn } from "../composer/draft.ts";
import { numberIn } from "../composer/number-in.ts";

/** The own statement that is to be corrected. */
export type Posted = EventOf<"update.posted">;

const figureIn = (posted: Posted, metric: string): number | null =>
  posted.figures?.find((figure) => figure.metric === metric)?.value ?? null;

/** The fields as that statement had them. */
export const fieldsOf = (posted: Posted): Partial<Draft> => ({
  affected: figureIn(posted, AFFECTED.key)?.toString() ?? "",
  restored: figureIn(posted, RESTORED.key)?.toString() ?? "",
  text: posted.text ?? "",
  marking: posted.marking,
  people: (posted.audience?.people ?? []).join(","),
  organisations: (posted.audience?.organisations ?? []).join(","),
  sectors: (posted.audience?.sectors ?? []).join(","),
  ...(posted.status === undefined ? {} : { status: posted.status }),
});

/**
 * What differs from the statement, as its correction; null when nothing does, or it is wrong. The old one stays, struck through.
 * `standing` is the status that the fields show when the statement says none.
 */
export const correctionOf = (draft: Draft, posted: Posted, standing: Status | null): Draftable | null => {
  if (problemIn(draft) !== null) return null;
  const figures = [
    { metric: AFFECTED, value: numberIn(draft.affected) },
    { metric: RESTORED, value: numberIn(draft.restored) },
  ].flatMap(({ metric, value }) =>
    value === null || value === figureIn(posted, metric.key) ? [] : [{ metric: metric.key, value, unit: metric.unit }],
  );
  const text = draft.text.trim();
  const status = draft.status !== null && draft.status !== (posted.status ?? standing) ? draft.status : undefined;
  const isSame = figures.length === 0 && status === undefined && (text === "" || text === posted.text);
  if (isSame) return null;
  const audience = audienceOf(draft);
  return {
    kind: "update.post",
    organisation: posted.organisation,
    corrects: posted.id,
    marking: draft.marking,
    ...(audience === undefined ? {} : { audience }),
    ...(status === undefined ? {} : { status }),
    ...(figures.length === 0 ? {} : { figures }),
    ...(text === "" || text === posted.text ? {} : { text }),
  };
};
