"use client";

import { memo, useRef } from "react";
import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { useAddress } from "#components/frame/use-address";
import { useHears } from "#components/frame/use-hears";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { EndingNote } from "#components/incident/ending-note";
import type { Board } from "#domain/board";
import { may } from "#domain/policy";
import { filtered, filterOf, isFiltered } from "./board-filter.ts";
import { BoardToolbar } from "./board-toolbar.tsx";
import { BringOthers } from "./bring-others.tsx";
import { Cards } from "./cards.tsx";
import { Lanes } from "./lanes.tsx";
import { Matrix } from "./matrix.tsx";
import { OrganisationTable } from "./organisation-table.tsx";
import { isSamePlacement, placementOf } from "./placement.ts";
import { sectorGroups } from "./sector-groups.ts";
import { sorted, sortOf } from "./table-columns.ts";
import { useAttended } from "./use-attended.tsx";
import { useBoardView } from "./use-board-view.tsx";
import { useOrganisationStates } from "./use-organisation-states.tsx";
import { useRoving } from "./use-roving.tsx";
import { useSettled } from "./use-settled.tsx";
import "./organisations.css";

const whole = (board: Board): Board => board;

const isOpenOf = (board: Board): boolean => board.incident.closedAt === null;

/** Where an organisation without people is invited; null for a reader who may not. */
const useInviteHref = (): ((id: string) => string | null) => {
  const { incidentId, viewer } = useRoom();
  const isOpen = useBoard(incidentId, isOpenOf);
  const mayInvite = isOpen && may(viewer, "invitation.manage", { organisation: viewer.organisation });
  return (id) => (mayInvite ? `/i/${incidentId}/people?invite=${encodeURIComponent(id)}` : null);
};

/** The organisations in the chosen shape. Nothing changes its place while somebody is at it. */
export const BoardMain = memo(({ onOpen }: { onOpen: (id: string) => void }) => {
  const board = useBoard(useRoom().incidentId, whole);
  const now = useIncidentNow();
  const { params } = useAddress();
  const filter = filterOf(params);
  const all = useOrganisationStates(board, now, useHears(board));
  const states = filtered(all, filter);
  const choice = useBoardView(all.length);
  const inviteHrefOf = useInviteHref();
  const region = useRef<HTMLElement>(null);
  const isAttended = useAttended(region);
  useRoving(region);
  const sort = sortOf(params.get("sort"));
  const order = useSettled(placementOf(sorted(states, sort)), isAttended, isSamePlacement);
  const byId = new Map(states.map((state) => [state.row.id, state]));
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
      <EndingNote />
      {all.length <= 1 && !isFiltered(filter) ? <BringOthers /> : null}
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
});
