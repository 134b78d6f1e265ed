"use client";

import { useEffect } from "react";

/** The parts of a page in their order: header, navigation, main part, feed, composer. */
const REGIONS = ".incident-head, .rail, #main, .side, .composer";

const regionsOnPage = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(REGIONS)].filter((region) => region.getClientRects().length > 0);

/** F6 leads to the next region of the page, Shift+F6 to the one before, also out of a field. */
export const useRegionKey = (): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "F6" || event.ctrlKey || event.metaKey || event.altKey) return;
      const regions = regionsOnPage();
      if (regions.length === 0 || document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      const at = regions.findIndex((region) => region.contains(document.activeElement));
      const next = event.shiftKey ? (at <= 0 ? regions.length : at) - 1 : (at + 1) % regions.length;
      const region = regions[next];
      if (region === undefined) return;
      if (!region.hasAttribute("tabindex")) region.tabIndex = -1;
      region.focus();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
};
