const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** A UUID of version 7 (RFC 9562): later ones sort later, to the millisecond of the device's clock. */
export const newId = (): string => {
  const time = Date.now().toString(16).padStart(12, "0");
  const chance = hexOf(crypto.getRandomValues(new Uint8Array(10)));
  const variant = "89ab".charAt(Number.parseInt(chance.charAt(18), 16) % 4);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${chance.slice(0, 3)}`,
    `${variant}${chance.slice(3, 6)}`,
    chance.slice(6, 18),
  ].join("-");
};
