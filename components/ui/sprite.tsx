import type { IconName } from "./icon.tsx";

/** Interface icons: 20 px box, stroke only unless they are solid. */
const ICONS: Record<IconName, string> = {
  arrow: "M3.5 10h13M11.5 5l5 5-5 5",
  asks: "M3.5 4.5h13v9h-6l-4 3v-3h-3zM8 7.4c.2-.9 1-1.3 2-1.3 1.1 0 1.9.6 1.9 1.4 0 1.2-1.8 1.2-1.8 2.3M10.1 11.5v.2",
  board: "M3 4h14v12H3zM3 8.5h14M8 8.5V16",
  chart: "M3 16.5h14M3.5 13l4-5 3.5 3L16.5 4",
  check: "M4 10.5l4 4 8-9",
  clock: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M10 5.8V10l2.8 2",
  copy: "M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7",
  dash: "M5 10h10",
  down: "M4.5 7.5L10 13l5.5-5.5",
  eye: "M2 10s3-5.2 8-5.2 8 5.2 8 5.2-3 5.2-8 5.2S2 10 2 10zM7.8 10a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0",
  flag: "M5 17.5V3M5 3.5h10l-2.2 3.3L15 10H5",
  left: "M12.5 4.5L7 10l5.5 5.5",
  link: "M8.5 11.5l3-3M9 6l1.6-1.6a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.6 1.6a3.5 3.5 0 0 1-5-5L6 9",
  live: "M6.6 10a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  mail: "M2.8 5h14.4v10H2.8zM3 5.5l7 5.5 7-5.5",
  more: "M4 10h.1M10 10h.1M16 10h.1",
  off: "M3 3l14 14M5 9.6a8 8 0 0 1 3-1.8M2.4 6.6A12 12 0 0 1 6 4.4M9.6 4a12 12 0 0 1 8 2.6M12.4 8.2A8 8 0 0 1 15 9.6M10 14.6v.2",
  pause: "M7 4.5v11M13 4.5v11",
  people:
    "M4.7 7a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0-5.6 0M2.5 16.5c0-3 2.2-4.7 5-4.7s5 1.7 5 4.7M13 4.6a2.6 2.6 0 0 1 0 5M14.5 12c2 .5 3 2 3 4.5",
  phone: "M5 3h3l1.3 4-2 1.4a9 9 0 0 0 4.3 4.3l1.4-2 4 1.3v3c0 1-1 2-2 1.9C9 16.5 3.5 11 3.1 5 3 4 4 3 5 3z",
  pin: "M7 3h6l-.8 5 2.8 3v1.5H5V11l2.8-3zM10 12.5V17",
  play: "M6 4l10 6-10 6z",
  retry: "M16 10a6 6 0 1 1-2-4.5M16.5 3v3.5H13",
  right: "M7.5 4.5L13 10l-5.5 5.5",
  row: "M3 4h14v12H3zM3 8h14M3 12h14",
  say: "M3 8v4l3 .4L13 16V4L6 7.6zM6.2 12.6L7.4 17h2M16 8v4",
  search: "M3.8 9a5.2 5.2 0 1 0 10.4 0a5.2 5.2 0 1 0-10.4 0M13 13l4 4",
  send: "M3 10l14-6.5L13.5 17l-4-5.5zM17 3.5l-7.5 8",
  "step-back": "M5 4v12M15.5 4L8 10l7.5 6z",
  "step-forward": "M15 4v12M4.5 4L12 10l-7.5 6z",
  swap: "M3 7h12M11.5 3.5L15 7l-3.5 3.5M17 13H5M8.5 9.5L5 13l3.5 3.5",
  theme: "M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14",
  undo: "M7 4L3.5 7.5 7 11M4 7.5h7.5a4.5 4.5 0 0 1 0 9H7",
  up: "M10 16V4.5M5 9.5l5-5 5 5",
  updates: "M4 5h12M4 10h12M4 15h7",
  warn: "M10 3l7.5 13.5h-15zM10 8v4.5M10 14.6v.2",
  x: "M5 5l10 10M15 5L5 15",
};

/** Each status has a silhouette of its own, so that it can be told apart in grey. */
const StatusSymbols = () => (
  <>
    <symbol id="st-down" viewBox="0 0 16 16">
      <rect x="1.4" y="1.4" width="13.2" height="13.2" rx="1.6" className="si-shape" />
      <path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" className="si-glyph" />
    </symbol>
    <symbol id="st-partly_down" viewBox="0 0 16 16">
      <path d="M8 .9L15.1 8 8 15.1.9 8z" className="si-shape" />
      <path d="M5.2 8h5.6" className="si-glyph" />
    </symbol>
    <symbol id="st-no_report" viewBox="0 0 16 16">
      <circle cx="8" cy="8" r="6.5" className="si-ring" />
      <path d="M6.3 6.4c.1-1 .8-1.6 1.8-1.6s1.7.6 1.7 1.5c0 1.3-1.7 1.3-1.7 2.6M8.1 11v.3" className="si-query" />
    </symbol>
    <symbol id="st-degraded" viewBox="0 0 16 16">
      <path d="M8 1.6L15 14.2H1z" className="si-shape" />
      <path d="M8 6v4M8 12v.2" className="si-glyph" />
    </symbol>
    <symbol id="st-recovering" viewBox="0 0 16 16">
      <path d="M4.4 1.4h7.2L15.2 8l-3.6 6.6H4.4L.8 8z" className="si-shape" />
      <path d="M5.6 10.4l4.6-4.6M6.4 5.6h4v4" className="si-glyph" />
    </symbol>
    <symbol id="st-operating" viewBox="0 0 16 16">
      <circle cx="8" cy="8" r="6.75" className="si-shape" />
      <path d="M5 8.2l2.1 2.1L11 6.2" className="si-glyph" />
    </symbol>
  </>
);

/** All icons, once per page. Rendered by the server only; `Icon` and `StatusIcon` point into it. */
export const Sprite = () => (
  <svg width="0" height="0" className="absolute" aria-hidden="true" focusable="false">
    <defs>
      {Object.entries(ICONS).map(([name, path]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 20 20">
          <path d={path} />
        </symbol>
      ))}
      <StatusSymbols />
    </defs>
  </svg>
);
