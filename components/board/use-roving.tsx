"use client";

import { type RefObject, useEffect } from "react";

const STOP = "[data-org]";

const stopsIn = (region: HTMLElement): HTMLElement[] =>
  [...region.querySelectorAll<HTMLElement>(STOP)].filter((stop) => stop.offsetParent !== null);

/** The nearest stop left or right of this one, by where it stands on the screen. */
const beside = (stops: readonly HTMLElement[], from: HTMLElement, direction: 1 | -1): HTMLElement | undefined => {
  const here = from.getBoundingClientRect();
  let best: HTMLElement | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const stop of stops) {
    const there = stop.getBoundingClientRect();
    const across = direction === 1 ? there.left - here.right : here.left - there.right;
    if (across < 0) continue;
    const distance = across + 4 * Math.abs(there.top - here.top);
    if (distance < bestDistance) [best, bestDistance] = [stop, distance];
  }
  return best;
};

const targetOf = (stops: readonly HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined => {
  const at = stops.indexOf(from);
  switch (key) {
    case "ArrowDown":
    case "j":
      return stops[at + 1];
    case "ArrowUp":
    case "k":
      return stops[at - 1];
    case "ArrowRight":
      return beside(stops, from, 1);
    case "ArrowLeft":
      return beside(stops, from, -1);
    case "Home":
      return stops[0];
    case "End":
      return stops.at(-1);
    default:
      return undefined;
  }
};

/**
 * One tab stop for all organisations of a region (marked `data-org`); arrows, J and K move between them.
 * Works on the document, so that no chip is rendered anew when the focus moves.
 */
export const useRoving = (region: RefObject<HTMLElement | null>): void => {
  // After every render: a chip that held the tab stop may be gone.
  useEffect(() => {
    const element = region.current;
    if (element === null || element.querySelector(`${STOP}[tabindex="0"]`) !== null) return;
    element.querySelector<HTMLElement>(STOP)?.setAttribute("tabindex", "0");
  });
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const focus = (event: FocusEvent): void => {
      if (!(event.target instanceof HTMLElement) || !event.target.matches(STOP)) return;
      for (const stop of element.querySelectorAll(`${STOP}[tabindex="0"]`)) stop.setAttribute("tabindex", "-1");
      event.target.setAttribute("tabindex", "0");
    };
    const press = (event: KeyboardEvent): void => {
      if (!(event.target instanceof HTMLElement) || !event.target.matches(STOP)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = targetOf(stopsIn(element), event.target, event.key);
      if (target === undefined) return;
      event.preventDefault();
      target.focus();
    };
    element.addEventListener("focusin", focus);
    element.addEventListener("keydown", press);
    return () => {
      element.removeEventListener("focusin", focus);
      element.removeEventListener("keydown", press);
    };
  }, [region]);
};
