"use client";

import { type RefObject, useCallback, useEffect, useRef } from "react";
import { registerComposer } from "#components/frame/composer-focus";

const FIRST = "fieldset input:checked, fieldset input, input, textarea";

/** Lets U bring the focus here; the returned function gives it back to where it was. */
export const useComposerFocus = (form: RefObject<HTMLFormElement | null>): (() => void) => {
  const cameFrom = useRef<Element | null>(null);
  useEffect(() => {
    const focus = (): boolean => {
      const element = form.current;
      if (element === null || element.offsetParent === null) return false;
      const first =
        element.querySelector<HTMLElement>("fieldset input:checked") ?? element.querySelector<HTMLElement>(FIRST);
      if (document.activeElement !== null && !element.contains(document.activeElement)) {
        cameFrom.current = document.activeElement;
      }
      first?.focus();
      first?.scrollIntoView({ block: "nearest" });
      return first !== null;
    };
    const unregister = registerComposer(focus);
    if (new URLSearchParams(window.location.search).has("post")) focus();
    return unregister;
  }, [form]);
  return useCallback(() => {
    const back = cameFrom.current;
    if (back instanceof HTMLElement && back !== document.body && back.isConnected) back.focus();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }, []);
};
