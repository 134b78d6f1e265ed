"use client";

import { memo, useState } from "react";
import { useBoard } from "#client/use-incident";
import { Feed } from "#components/feed/feed";
import { useRoom } from "#components/frame/room";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { CountBadge } from "#components/ui/count-badge";
import { Tabs } from "#components/ui/tabs";
import { attentionOf } from "#domain/attention";
import type { Board } from "#domain/board";
import { rowState } from "#domain/clocks";
import { isCounted } from "#domain/totals";
import { AttentionList } from "./attention-list.tsx";
import { useShownView } from "./use-board-view.tsx";
import { WithheldLine } from "./withheld-line.tsx";

type Side = "updates" | "attention";

const whole = (board: Board): Board => board;

/** Time changes how an organisation stands, and never whether it counts. */
const countOf = ({ incident, organisations }: Board): number =>
  Object.values(organisations).filter((row) => isCounted(rowState(incident, row, 0))).length;

/** What was said, and what needs somebody. Over a matrix the second comes first. */
export const BoardSide = memo(({ onOpen }: { onOpen: (id: string) => void }) => {
  const { incidentId } = useRoom();
  const board = useBoard(incidentId, whole);
  const now = useIncidentNow();
  const isMatrix = useShownView(useBoard(incidentId, countOf)) === "matrix";
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
});
