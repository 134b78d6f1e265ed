"use client";

import { type ComponentType, useEffect, useState } from "react";

/**
 * A part whose script is loaded when it is first wanted; null until then, and while it is not wanted.
 * `onFailed` hears when the line did not bring it: whoever wants it again asks again. `load` and `onFailed` are stable.
 */
export const useLoaded = <P,>(
  load: () => Promise<ComponentType<P>>,
  isWanted: boolean,
  onFailed: () => void,
): ComponentType<P> | null => {
  const [part, setPart] = useState<ComponentType<P> | null>(null);
  const isMissing = isWanted && part === null;
  useEffect(() => {
    if (isMissing) load().then((loaded) => setPart(() => loaded), onFailed);
  }, [isMissing, load, onFailed]);
  return isWanted ? part : null;
};
