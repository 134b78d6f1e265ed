"use client";

import { useCallback, useState } from "react";
import { Button } from "#components/ui/button";
import { useLoaded } from "#components/ui/use-loaded";

const loadAsking = async () => (await import("./asking.tsx")).Asking;

/** A question to the commander; he and everybody who reads comments in the room see it. */
export const AskCommander = () => {
  const [turn, setTurn] = useState(0);
  const Asking = useLoaded(
    loadAsking,
    turn > 0,
    useCallback(() => setTurn(0), []),
  );
  return (
    <>
      <Button size="big" tone="primary" onClick={() => setTurn(turn + 1)}>
        Ask the commander
      </Button>
      {Asking === null ? null : <Asking turn={turn} />}
    </>
  );
};
