"use client";

import { useState } from "react";
import { Feed } from "#components/feed/feed";
import { CountBadge } from "#components/ui/count-badge";
import { Tabs } from "#components/ui/tabs";
import { attentionOf } from "#domain/attention";
import type { Board } from "#domain/board";
import { AttentionList } from "./attention-list.tsx";
import { WithheldLine } from "./withheld-line.tsx";

type Side = "updates" | "attention";
type Props = { board: Board; now: number; isMatrix: boolean; onOpen: (id: string) => void };

/** What was said, and what needs somebody. Over a matrix the second comes first. */
export const BoardSide = ({ board, now, isMatrix, onOpen }: Props) => {
  const [chosen, choose] = useState<Side | null>(null);
  const attention = attentionOf(board, now);
  const side = chosen ?? (isMatrix ? "attention" : "updates");
  return (
    <aside className="side" aria-label="Updates and attention">
      <WithheldLine />
      <Tabs
        label="Beside the board"
        value={side}
        onChoose={choose}
        tabs={[
          { value: "updates", label: "Updates" },
          {
            value: "attention",
            label: (
              <>
                Needs attention <CountBadge count={attention.length} label="organisations" />
              </>
            ),
          },
        ]}
      >
        {side === "updates" ? (
          <Feed isLinkable />
        ) : (
          <AttentionList attention={attention} board={board} now={now} onOpen={onOpen} />
        )}
      </Tabs>
    </aside>
  );
};
