import { type Draft, draftOf, fieldsOf, isTouched } from "./draft.ts";

/** Controls of a form for a draft carry the names of its parts. */
const NAMES = ["status", "affected", "restored", "text", "nextMin"];

/** The draft with what a form holds beyond it; null when that is nothing. */
export const earlyWords = (form: Pick<FormData, "get">, draft: Draft): Draft | null => {
  const fields = fieldsOf(draft);
  for (const name of NAMES) {
    const value = form.get(name);
    if (typeof value === "string") fields[name] = value;
  }
  const written = draftOf(fields, draft);
  return isTouched(written, draft) ? written : null;
};
