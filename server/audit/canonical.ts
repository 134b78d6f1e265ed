const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : 1);

/**
 * RFC 8785 of a JSON value: keys in the order of their code units, everything else as JSON writes it. Of its own
 * because every entry that is verified goes through it. A test holds it against a library's form.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item ?? null)).join(",")}]`;
  const object: Readonly<Record<string, unknown>> = { ...value };
  let text = "";
  for (const key of Object.keys(object).sort(byCodeUnits)) {
    const inner = object[key];
    if (inner !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(inner)}`;
  }
  return `{${text}}`;
};
