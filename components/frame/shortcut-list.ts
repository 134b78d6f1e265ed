/** Every single key and what it does: the list shown with "?" and the one that is listened to are the same. */
export const SHORTCUTS = {
  u: "Post an update",
  n: "Show new updates",
  p: "Pause or resume the board",
  g: "Change the shape of the board",
  t: "Table, and back",
  r: "Refresh the order",
  z: "Take back what was just saved",
  "/": "Filter organisations",
  "?": "This list",
} as const;
export type Shortcut = keyof typeof SHORTCUTS;
