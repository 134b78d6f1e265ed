"use client";

import { usePathname, useRouter } from "next/navigation";
import { useBoard } from "#client/use-incident";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import type { Board } from "#domain/board";
import { focusComposer } from "./composer-focus.tsx";
import { useRoom } from "./room.tsx";
import { useShortcut } from "./shortcuts.tsx";
import { mayPostOwn, mayRelay } from "./viewer-rights.tsx";

const isOpenOf = (board: Board): boolean => board.incident.closedAt === null;

/** Leads to the composer: the bar at the foot of the board, or the reader's own row where there is none. */
export const PostButton = () => {
  const { incidentId, viewer } = useRoom();
  const router = useRouter();
  const path = usePathname();
  const isOpen = useBoard(incidentId, isOpenOf);
  const isAllowed = isOpen && (mayPostOwn(viewer) || mayRelay(viewer));
  const post = (): void => {
    if (!isAllowed || focusComposer()) return;
    const target = mayPostOwn(viewer) && !mayRelay(viewer) ? `/i/${incidentId}/me` : `/i/${incidentId}?post=1`;
    if (path !== target) router.push(target);
  };
  useShortcut("u", post);
  if (!isAllowed) return null;
  return (
    <Button tone="primary" className="post" onClick={post}>
      Post update <Kbd>U</Kbd>
    </Button>
  );
};
