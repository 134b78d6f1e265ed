"use client";

import { useEffect, useRef } from "react";
import { useDeviceSetting } from "#client/device-settings";
import type { Shortcut } from "./shortcut-list.ts";

const WRITING = "input:not([type=radio]):not([type=checkbox]):not([type=button]), textarea, select, [contenteditable]";

const isWriting = (target: EventTarget | null): boolean => target instanceof Element && target.matches(WRITING);
/** While a dialog is open the page behind it does not listen. */
const isBehindDialog = (): boolean => document.querySelector("dialog[open]") !== null;

/** Does something on a single key, outside inputs and dialogs, unless the reader has switched single keys off. */
export const useShortcut = (key: Shortcut, run: () => void): void => {
  const latest = useRef(run);
  const [keys] = useDeviceSetting("shortcuts");
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (keys === "off") return;
    const press = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isWriting(event.target) || isBehindDialog()) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [key, keys]);
};
