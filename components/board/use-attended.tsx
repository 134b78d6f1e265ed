"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

/** A pointer that has not moved for so long is left lying there. */
const RESTS_AFTER_MS = 8_000;

/** Is somebody at this region: the pointer moves over it, or the keyboard's focus is in it? */
export const useAttended = (region: RefObject<HTMLElement | null>): boolean => {
  const [isHovered, setHovered] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const leave = (): void => {
      clearTimeout(rest.current);
      setHovered(false);
    };
    const move = (event: PointerEvent): void => {
      if (event.pointerType === "touch") return;
      clearTimeout(rest.current);
      rest.current = setTimeout(leave, RESTS_AFTER_MS);
      setHovered(true);
    };
    const focus = (event: FocusEvent): void => {
      if (event.target instanceof Element) setFocused(event.target.matches(":focus-visible"));
    };
    const blur = (event: FocusEvent): void => {
      if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) setFocused(false);
    };
    element.addEventListener("pointermove", move, { passive: true });
    element.addEventListener("pointerleave", leave);
    element.addEventListener("focusin", focus);
    element.addEventListener("focusout", blur);
    return () => {
      clearTimeout(rest.current);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerleave", leave);
      element.removeEventListener("focusin", focus);
      element.removeEventListener("focusout", blur);
    };
  }, [region]);
  return isHovered || isFocused;
};
