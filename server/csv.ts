export type Cell = string | number | null | undefined;

/** As programs begin one: also after spaces, which some of them take off, and in wide or small forms. */
const FORMULA = /^[\t\r\n\0]|^\s*[=+\-@＝＋－＠﹦﹢﹣﹫]/;

/** A spreadsheet must not take a cell for a formula (OWASP: CSV injection). */
export const csvCell = (value: Cell): string => {
  const text = String(value ?? "");
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** Cells in one line of text, whatever stands in them. */
export const csvLine = (cells: readonly Cell[]): string =>
  cells.map((cell) => csvCell(typeof cell === "string" ? cell.replaceAll(/[\r\n]+/g, " ") : cell)).join(",");
