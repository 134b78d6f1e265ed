/** Hidden pages get no frames: there the work runs on a timer, so that nothing piles up. */
const HIDDEN_FRAME_MS = 250;
const FRAME_MS = 16;

/** Runs the work once, with the next frame of the page. */
export const nextFrame = (work: () => void): void => {
  const isShown = typeof document !== "undefined" && document.visibilityState === "visible";
  if (isShown) requestAnimationFrame(work);
  else setTimeout(work, typeof document === "undefined" ? FRAME_MS : HIDDEN_FRAME_MS);
};
