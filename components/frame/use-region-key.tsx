"use client";

import { useEffect } from "react";

const focusNextRegion = async (isBackwards: boolean): Promise<void> =>
  (await import("./next-region.ts")).focusNextRegion(isBackwards);

/** F6 leads to the next region of the page, Shift+F6 to the one before, also out of a field. */
export const useRegionKey = (): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "F6" || document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      // Its script comes with the first press; without a line to bring it, that press does nothing.
      focusNextRegion(event.shiftKey).catch(() => undefined);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
};
