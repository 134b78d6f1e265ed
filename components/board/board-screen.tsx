"use client";

import { useCallback } from "react";
import { useBoard } from "#client/use-incident";
import { Composer } from "#components/composer/composer";
import { SentToast } from "#components/composer/sent-toast";
import { useRoom } from "#components/frame/room";
import { useAddress } from "#components/frame/use-address";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { OrganisationSheet } from "#components/organisation/organisation-sheet";
import type { Board } from "#domain/board";
import { may } from "#domain/policy";
import { filtered, filterOf } from "./board-filter.ts";
import { BoardMain } from "./board-main.tsx";
import { BoardSide } from "./board-side.tsx";
import { KeyNumbers } from "./key-numbers.tsx";
import { useBoardView } from "./use-board-view.tsx";
import { useOrganisationStates } from "./use-organisation-states.tsx";
import "./board.css";

const whole = (board: Board): Board => board;

/** The board: numbers, organisations, what needs attention and what was said, and the bar to say something. */
export const BoardScreen = () => {
  const { incidentId, viewer } = useRoom();
  const board = useBoard(incidentId, whole);
  const now = useIncidentNow();
  const { params, change } = useAddress();
  const filter = filterOf(params);
  const states = useOrganisationStates(board, now);
  const choice = useBoardView(states.length);
  const open = useCallback((id: string) => change({ org: id }), [change]);
  const close = useCallback(() => change({ org: null }), [change]);
  const mayInvite = may(viewer, "invitation.manage", { organisation: viewer.organisation });
  const inviteHrefOf = (id: string): string | null =>
    mayInvite ? `/i/${incidentId}/people?invite=${encodeURIComponent(id)}` : null;
  return (
    <>
      <KeyNumbers board={board} now={now} listed={filter.listed} />
      <BoardMain
        board={board}
        now={now}
        states={filtered(states, filter)}
        filter={filter}
        choice={choice}
        inviteHrefOf={inviteHrefOf}
        onOpen={open}
      />
      <BoardSide board={board} now={now} isMatrix={choice.view === "matrix"} onOpen={open} />
      <Composer />
      <SentToast />
      <OrganisationSheet organisation={params.get("org")} onClose={close} />
    </>
  );
};
