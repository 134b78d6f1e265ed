"use client";

import { useState } from "react";

type Settled<T> = { shown: T; isBehind: boolean; refresh: () => void };

/** Keeps showing what was there while the reader is at it; `refresh` takes the new one. */
export const useSettled = <T,>(current: T, isHeld: boolean, isSame: (a: T, b: T) => boolean): Settled<T> => {
  const [shown, setShown] = useState(current);
  const differs = !isSame(shown, current);
  if (differs && !isHeld) setShown(current);
  return { shown: isHeld ? shown : current, isBehind: differs && isHeld, refresh: () => setShown(current) };
};
