import { useEffect, useState } from "react";

/** Milliseconds since this component came to the page, by the second. */
export const useMsOnPage = (): number => {
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(() => setElapsed(performance.now() - began), 1_000);
    return () => clearInterval(timer);
  }, []);
  return elapsed;
};
