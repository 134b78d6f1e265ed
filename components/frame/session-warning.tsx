"use client";

import { useEffect, useRef, useState } from "react";
import { type SessionEnds, type SessionWarning, watchSession } from "#client/session-watch";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";

const minutes = (ms: number): string => {
  const whole = Math.max(1, Math.round(ms / 60_000));
  return whole === 1 ? "a minute" : `${whole} minutes`;
};

/** Says that the session is about to end, early enough to keep it. What is written stays on the device either way. */
export const SessionWarningBar = ({ ends }: { ends: SessionEnds }) => {
  const [warning, setWarning] = useState<SessionWarning | null>(null);
  const watch = useRef<ReturnType<typeof watchSession> | null>(null);
  const { wholeMs, idleMs } = ends;
  useEffect(() => {
    watch.current = watchSession({ wholeMs, idleMs }, setWarning);
    return () => watch.current?.stop();
  }, [wholeMs, idleMs]);
  if (warning === null) return null;
  return (
    <div role="alert" className="session-watch">
      <Icon name="clock" />
      <span>
        {warning.reason === "idle"
          ? `Nothing was done here for a while: you are signed out in ${minutes(warning.leftMs)}.`
          : `Your sign-in ends in ${minutes(warning.leftMs)}. What you have not sent stays on this device.`}
      </span>
      {warning.reason === "idle" ? (
        <Button tone="primary" onClick={() => watch.current?.renew()}>
          Stay signed in
        </Button>
      ) : null}
    </div>
  );
};
