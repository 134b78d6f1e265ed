"use client";

import { useConnection } from "#client/use-incident";
import { useServerNow } from "#client/use-server-now";
import { Icon } from "#components/ui/icon";
import { connectionWords } from "./connection-words.ts";
import { useRoom } from "./room.tsx";

/** The line in a word: quiet while live, loud when not. */
export const ConnectionState = () => {
  const view = useConnection(useRoom().incidentId);
  const now = useServerNow(1_000);
  const isDown = view.stale || view.state === "signed-out" || view.state === "removed";
  const isUncertain = view.state === "reconnecting" || view.state === "slow";
  return (
    <span className={`connection${isDown ? " connection-down" : isUncertain ? " connection-uncertain" : ""}`}>
      <Icon name={isDown ? "off" : isUncertain ? "warn" : "live"} />
      {connectionWords(view, now)}
    </span>
  );
};
