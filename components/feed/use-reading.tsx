"use client";

import { type RefObject, useEffect, useState } from "react";

/** Is the reader in the middle of the list: scrolled past its top, or with the keyboard's focus in it? */
export const useReading = (list: RefObject<HTMLElement | null>, top: RefObject<HTMLElement | null>): boolean => {
  const [isPast, setPast] = useState(false);
  const [isFocused, setFocused] = useState(false);
  useEffect(() => {
    const mark = top.current;
    if (mark === null) return;
    const watch = new IntersectionObserver(([entry]) => {
      if (entry === undefined) return;
      const above = entry.boundingClientRect.bottom < (entry.rootBounds?.top ?? 0);
      setPast(!entry.isIntersecting && above);
    });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [top]);
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const focus = (event: FocusEvent): void => {
      setFocused(event.target instanceof Element && event.target.matches(":focus-visible, :is(input, textarea)"));
    };
    const blur = (event: FocusEvent): void => {
      if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) setFocused(false);
    };
    element.addEventListener("focusin", focus);
    element.addEventListener("focusout", blur);
    return () => {
      element.removeEventListener("focusin", focus);
      element.removeEventListener("focusout", blur);
    };
  }, [list]);
  return isPast || isFocused;
};
