const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : 1);

type Key = { key: string; text: string };

/** Objects come in few shapes: the order of their keys, and how each is written, is found once for each. */
const shapes = new Map<string, readonly Key[]>();
const SHAPES_MAX = 1_000;

const keysOf = (object: object): readonly Key[] => {
  const keys = Object.keys(object);
  const shape = keys.join("\n");
  const known = shapes.get(shape);
  if (known !== undefined) return known;
  const sorted = keys.sort(byCodeUnits).map((key) => ({ key, text: `${JSON.stringify(key)}:` }));
  // A key with a line break in it could be taken for two.
  if (shapes.size < SHAPES_MAX && !keys.some((key) => key.includes("\n"))) shapes.set(shape, sorted);
  return sorted;
};

/**
 * RFC 8785 of a JSON value: keys in the order of their code units, everything else as JSON writes it. Of its own
 * because every entry that is verified goes through it. A test holds it against a library's form.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item ?? null)).join(",")}]`;
  let text = "";
  for (const { key, text: written } of keysOf(value)) {
    const inner: unknown = Reflect.get(value, key);
    if (inner !== undefined) text += `${text === "" ? "" : ","}${written}${canonicalJson(inner)}`;
  }
  return `{${text}}`;
};
