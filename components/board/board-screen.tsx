"use client";

import { Activity, useCallback } from "react";
import { Composer } from "#components/composer/composer";
import { useAddress } from "#components/frame/use-address";
import { OrganisationSheet } from "#components/organisation/organisation-sheet";
import { BoardMain } from "./board-main.tsx";
import { BoardSide } from "./board-side.tsx";
import { KeyNumbers } from "./key-numbers.tsx";
import "./board.css";

/**
 * The board: numbers, organisations, what needs attention and what was said, and the bar to say something. Each part
 * watches what it shows. What can be read without a script takes its script after the frame and the composer: an
 * `Activity` is a part that React brings to life on its own, sooner when somebody is at it.
 */
export const BoardScreen = () => {
  const { params, change } = useAddress();
  const open = useCallback((id: string) => change({ org: id }), [change]);
  const close = useCallback(() => change({ org: null }), [change]);
  return (
    <>
      <Activity>
        <KeyNumbers />
      </Activity>
      <Activity>
        <BoardMain onOpen={open} />
      </Activity>
      <Activity>
        <BoardSide onOpen={open} />
      </Activity>
      <Composer />
      <OrganisationSheet organisation={params.get("org")} onClose={close} />
    </>
  );
};
