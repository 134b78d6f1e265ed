/**
 * A code of 3 to 6 capital letters or digits for an organisation's name: its initials when there are enough words,
 * otherwise the beginning of the name. Empty when the name has no Latin letters.
 */
export const suggestCode = (name: string): string => {
  const words = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "");
  const initials = words.map((word) => word.charAt(0)).join("");
  const code = initials.length >= 3 ? initials.slice(0, 6) : words.join("").slice(0, 4);
  return code.length >= 3 ? code : "";
};
