"use client";

import { useState } from "react";
import { AddressLink } from "#components/frame/address-link";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import type { Row } from "#domain/board";
import { agoWords } from "#domain/time-words";
import { STATUS_WORDS } from "#domain/words";

type Props = { row: Row; isWriting: boolean; now: number };

/** Somebody else spoke for the same organisation while this draft was being written. Both stay in the log. */
export const OvertakenNotice = ({ row, isWriting, now }: Props) => {
  const { viewer } = useRoom();
  const [known, setKnown] = useState(row.own?.event);
  // While nothing is written, whatever is said is known.
  if (!isWriting && known !== row.own?.event) setKnown(row.own?.event);
  if (!isWriting || row.own === null || row.own.event === known || row.own.by.person === viewer.person) return null;
  return (
    <p className="composer-note" role="status">
      {row.own.by.name} posted “{STATUS_WORDS[row.own.status]}” {agoWords(Math.max(0, now - Date.parse(row.own.at)))}.
      <AddressLink className="btn btn-slim" to={{ org: row.id }}>
        Show
      </AddressLink>
      <Button size="slim" onClick={() => setKnown(row.own?.event)}>
        Keep mine
      </Button>
    </p>
  );
};
