/** Scripts whose letters a joiner or non-joiner between them joins or parts. */
const JOINING = ["Arab", "Syrc", "Mong", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh"]
  .concat(["Khmr", "Mymr"])
  .map((script) => `\\p{Script=${script}}`)
  .join("");
const STAYS = [
  `(?<=[${JOINING}]\\p{M}{0,4})[\\u200c\\u200d](?=[${JOINING}])`,
  "(?<=\\p{Extended_Pictographic}[\\ufe0f\\u{1f3fb}-\\u{1f3ff}]?)\\u200d(?=\\p{Extended_Pictographic})",
  "(?<=\\p{Emoji})[\\ufe0e\\ufe0f]",
  "(?<=\\p{Script=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]",
  "(?<=\\p{Script=Mong})[\\u180b-\\u180d\\u180f]",
].join("|");
const UNSEEN = new RegExp(`(${STAYS})|[\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}]`, "gu");

/**
 * The one rule for what people write, in texts, titles and names alike: NFC, and nothing that is not seen. Direction
 * controls, zero-width and other ignorable characters are taken out, so that no word passes for another one or turns its
 * surroundings round; what joins letters or pictures, or picks their shape, stays where it does that.
 */
export const cleanText = (written: string): string =>
  written
    .replace(UNSEEN, "$1")
    .replace(/[\u2028\u2029]/g, "\n")
    .normalize("NFC");

/** The same for what stands in one line, such as names and titles: breaks and runs of spaces are one space. */
export const cleanLine = (written: string): string =>
  cleanText(written)
    .replace(/[\s\u2800]+/g, " ")
    .trim();

/** More marks on one letter than any script writes: they would run over the lines around. */
export const isHeaped = (text: string): boolean => /\p{M}{9}/u.test(text);
