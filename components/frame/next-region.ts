/** The parts of a page in their order: header, navigation, main part, feed, composer. */
const REGIONS = ".incident-head, .rail, #main, .side, .composer";

const regionsOnPage = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(REGIONS)].filter((region) => region.getClientRects().length > 0);

/** Leads the focus to the next region of the page, or to the one before. */
export const focusNextRegion = (isBackwards: boolean): void => {
  const regions = regionsOnPage();
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = isBackwards ? (at <= 0 ? regions.length : at) - 1 : (at + 1) % regions.length;
  const region = regions[next];
  if (region === undefined) return;
  if (!region.hasAttribute("tabindex")) region.tabIndex = -1;
  region.focus();
};
