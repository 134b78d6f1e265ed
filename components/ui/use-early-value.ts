import { type RefObject, useEffect, useRef } from "react";

/**
 * Tells a form what was typed or chosen in a field before its script ran. React believes the value that it rendered, says
 * nothing of the other one, and puts its own back at the next change. A form whose fields have names reads them itself.
 */
export const useEarlyValue = <F extends HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
  value: unknown,
): RefObject<F | null> => {
  const field = useRef<F>(null);
  const isTold = useRef(false);
  useEffect(() => {
    const { current } = field;
    if (isTold.current || current === null || current.name !== "") return;
    isTold.current = true;
    if (typeof value !== "string" || current.value === value) return;
    const typed = current.value;
    current.value = value;
    // Past React's own setter, which would take this for its doing.
    Reflect.set(Object.getPrototypeOf(current), "value", typed, current);
    current.dispatchEvent(new Event(current instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
  });
  return field;
};
