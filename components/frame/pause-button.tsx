"use client";

import { useHold } from "#client/use-incident";
import { Button } from "#components/ui/button";
import { CountBadge } from "#components/ui/count-badge";
import { Icon } from "#components/ui/icon";
import { Kbd } from "#components/ui/kbd";
import { hushAnnouncements } from "./announcer.tsx";
import { useRoom } from "./room.tsx";
import { useShortcut } from "./shortcuts.tsx";

/** Holds the whole page still, its announcements too. */
export const PauseButton = () => {
  const { paused, held, pause, resume } = useHold(useRoom().incidentId);
  const toggle = (): void => {
    if (paused) {
      resume();
      return;
    }
    hushAnnouncements();
    pause();
  };
  useShortcut("p", toggle);
  return (
    <Button tone={paused ? "primary" : "ghost"} onClick={toggle}>
      <Icon name={paused ? "play" : "pause"} />
      {paused ? "Resume" : "Pause"}
      <CountBadge count={paused ? held : 0} label="waiting" />
      <Kbd>P</Kbd>
    </Button>
  );
};
