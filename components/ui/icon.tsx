export type IconName =
  | "arrow"
  | "asks"
  | "board"
  | "chart"
  | "check"
  | "clock"
  | "copy"
  | "dash"
  | "down"
  | "eye"
  | "flag"
  | "left"
  | "link"
  | "live"
  | "lock"
  | "mail"
  | "more"
  | "off"
  | "pause"
  | "people"
  | "phone"
  | "pin"
  | "play"
  | "retry"
  | "right"
  | "row"
  | "say"
  | "search"
  | "send"
  | "step-back"
  | "step-forward"
  | "swap"
  | "theme"
  | "undo"
  | "up"
  | "updates"
  | "warn"
  | "x";

const SOLID: ReadonlySet<IconName> = new Set<IconName>(["live", "play"]);

type Props = { name: IconName; size?: "xs" | "sm" | "md" };

/** Always beside a word; alone only in a control that has a name. */
export const Icon = ({ name, size = "sm" }: Props) => (
  <svg
    className={`i${size === "md" ? "" : ` i-${size}`}${SOLID.has(name) ? " i-solid" : ""}`}
    viewBox="0 0 20 20"
    aria-hidden="true"
  >
    <use href={`#i-${name}`} />
  </svg>
);
