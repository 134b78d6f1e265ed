"use client";

import { useCallback, useState } from "react";
import { useConnection } from "#client/use-incident";
import { Button } from "#components/ui/button";
import { useLoaded } from "#components/ui/use-loaded";
import { useRoom } from "./room.tsx";

const loadSheet = async () => (await import("./lost-session-sheet.tsx")).LostSessionSheet;

/** The server knows this page's reader no more: it says so, keeps what is written, and signs in on the spot. */
export const LostSession = () => {
  const { state, signedIn } = useConnection(useRoom().incidentId);
  const [isLater, setLater] = useState(false);
  const later = useCallback(() => setLater(true), []);
  const isRemoved = state === "removed";
  const isOut = state === "signed-out";
  const Sheet = useLoaded(loadSheet, isRemoved || (isOut && !isLater), later);
  if (Sheet !== null) return <Sheet isRemoved={isRemoved} signedIn={signedIn} onLater={later} />;
  if (!isOut || !isLater) return null;
  return (
    <Button tone="primary" className="sign-in-again" onClick={() => setLater(false)}>
      Signed out – sign in
    </Button>
  );
};
