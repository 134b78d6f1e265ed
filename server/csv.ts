export type Cell = string | number | null | undefined;

/** A spreadsheet must not take a cell for a formula (OWASP: CSV injection). */
export const csvCell = (value: Cell): string => {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r\0＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** Cells in one line of text, whatever stands in them. */
export const csvLine = (cells: readonly Cell[]): string =>
  cells.map((cell) => csvCell(typeof cell === "string" ? cell.replaceAll(/[\r\n]+/g, " ") : cell)).join(",");
