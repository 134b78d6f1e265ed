"use client";

import { useMemo, useRef } from "react";
import { useAddress } from "#components/frame/use-address";
import type { Board } from "#domain/board";
import { type BoardFilter, isFiltered } from "./board-filter.ts";
import { BoardToolbar } from "./board-toolbar.tsx";
import { Cards } from "./cards.tsx";
import { Lanes } from "./lanes.tsx";
import { Matrix } from "./matrix.tsx";
import type { OrganisationState } from "./organisation-state.tsx";
import { OrganisationTable } from "./organisation-table.tsx";
import { isSamePlacement, placementOf } from "./placement.ts";
import { sectorGroups } from "./sector-groups.ts";
import { sorted, sortOf } from "./table-columns.ts";
import { useAttended } from "./use-attended.tsx";
import type { ViewChoice } from "./use-board-view.tsx";
import { useRoving } from "./use-roving.tsx";
import { useSettled } from "./use-settled.tsx";
import "./organisations.css";

type Props = {
  board: Board;
  now: number;
  states: readonly OrganisationState[];
  filter: BoardFilter;
  choice: ViewChoice;
  inviteHrefOf: (id: string) => string | null;
  onOpen: (id: string) => void;
};

/** The organisations in the chosen shape. Nothing changes its place while somebody is at it. */
export const BoardMain = ({ board, now, states, filter, choice, inviteHrefOf, onOpen }: Props) => {
  const region = useRef<HTMLElement>(null);
  const isAttended = useAttended(region);
  useRoving(region);
  const sort = sortOf(useAddress().params.get("sort"));
  const order = useSettled(placementOf(sorted(states, sort)), isAttended, isSamePlacement);
  const byId = useMemo(() => new Map(states.map((state) => [state.row.id, state])), [states]);
  const { view } = choice;
  const groups = view === "cards" || view === "lanes" ? sectorGroups(order.shown, byId) : [];
  return (
    <main ref={region} id="main" tabIndex={-1} className={`board board-${view}`} aria-label="Board">
      <BoardToolbar
        choice={choice}
        filter={filter}
        count={states.length}
        isBehind={order.isBehind && view !== "matrix"}
        onRefresh={order.refresh}
      />
      {states.length === 0 ? (
        <p className="p-4 text-muted">
          {isFiltered(filter)
            ? "No organisation matches. Take the filter away to see all."
            : "No organisation is here yet."}
        </p>
      ) : view === "cards" ? (
        <Cards groups={groups} now={now} inviteHrefOf={inviteHrefOf} onOpen={onOpen} />
      ) : view === "lanes" ? (
        <Lanes groups={groups} onOpen={onOpen} />
      ) : view === "matrix" ? (
        <Matrix board={board} now={now} />
      ) : (
        <OrganisationTable
          states={order.shown.flatMap((place) => byId.get(place.id) ?? [])}
          sort={sort}
          onOpen={onOpen}
        />
      )}
    </main>
  );
};
