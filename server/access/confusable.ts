import confusables from "unicode-confusables";

/** What somebody sees who reads quickly (https://www.unicode.org/reports/tr39/#Confusable_Detection). */
const skeleton = (text: string): string => confusables.rectifyConfusion(text.normalize("NFD")).normalize("NFD");

/** Spaces, hyphens and other signs tell nobody apart, but between figures and where there is nothing else. */
const lettersOf = (text: string): string =>
  text.replace(/(?<!\p{N})[\p{P}\p{Z}\p{C}]+|[\p{P}\p{Z}\p{C}]+(?!\p{N})/gu, "") || text;

/** As it stands, and in small letters: I passes for l, i does not. */
const codeReadings = (code: string): string[] => [skeleton(code), skeleton(code.toLowerCase())];

/** The same, and what stands there in capitals read as small letters. */
const nameReadings = (name: string): string[] => {
  const letters = lettersOf(name.normalize("NFKC"));
  return [...codeReadings(letters), skeleton(letters).toLowerCase()];
};

export type Named = { name: string; code: string };

/** Which of the two somebody would take for the name or code of the other organisation; null when neither. */
export const confusedField = (made: Named, known: Named): keyof Named | null => {
  const taken = new Set([...nameReadings(known.name), ...codeReadings(known.code)]);
  if (nameReadings(made.name).some((reading) => taken.has(reading))) return "name";
  return codeReadings(made.code).some((reading) => taken.has(reading)) ? "code" : null;
};
