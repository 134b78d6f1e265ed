"use client";

import { useRef, useState } from "react";
import { AddressLink } from "#components/frame/address-link";
import { useShortcut } from "#components/frame/shortcuts";
import { useAddress } from "#components/frame/use-address";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Kbd } from "#components/ui/kbd";
import { sectorName } from "#domain/sectors";
import { STATUS_WORDS } from "#domain/words";
import { type BoardFilter, isFiltered, type Listed } from "./board-filter.ts";
import { organisationsWords } from "./organisation-words.tsx";
import type { BoardView, ViewChoice } from "./use-board-view.tsx";

const VIEW_WORDS: Record<BoardView, string> = { cards: "Cards", lanes: "Lanes", matrix: "Matrix", table: "Table" };
const TITLES: Record<BoardView, string> = {
  cards: "Organisations",
  lanes: "By sector and status",
  matrix: "By sector",
  table: "Table",
};

const listedWords = (listed: Listed): string =>
  listed === "affected" ? "Affected" : listed === "overdue" ? "Overdue" : STATUS_WORDS[listed];

const filterWords = ({ sector, listed, text }: BoardFilter): string =>
  [
    ...(listed === null ? [] : [listedWords(listed)]),
    ...(sector === null ? [] : [sectorName(sector)]),
    ...(text === "" ? [] : [`“${text}”`]),
  ].join(", ");

const FilterField = ({ text }: { text: string }) => {
  const field = useRef<HTMLInputElement>(null);
  const { change } = useAddress();
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    // The address follows what is typed with a delay; only taking the filter away goes the other way.
    if (text === "") setTyped("");
  }
  const type = (value: string): void => {
    setTyped(value);
    change({ q: value === "" ? null : value }, "replace");
  };
  useShortcut("/", () => field.current?.focus());
  return (
    <label className="toolbar-find">
      <Icon name="search" />
      <span className="sr-only">Filter organisations by name or code</span>
      <input
        ref={field}
        type="search"
        className="input"
        placeholder="Filter"
        value={typed}
        onChange={(event) => type(event.target.value)}
      />
    </label>
  );
};

type Props = {
  choice: ViewChoice;
  filter: BoardFilter;
  count: number;
  /** The order the reader sees is not the newest one. */
  isBehind: boolean;
  onRefresh: () => void;
};

/** What is shown and how: shape, table, filter, and the word that the order would be another now. */
export const BoardToolbar = ({ choice, filter, count, isBehind, onRefresh }: Props) => {
  const { view, other, choose } = choice;
  useShortcut("r", onRefresh);
  return (
    <div className="toolbar">
      <h2>{TITLES[view]}</h2>
      {isFiltered(filter) ? (
        <AddressLink className="btn btn-slim" to={{ sector: null, status: null, q: null }}>
          {filterWords(filter)}: {organisationsWords(count)}
          <Icon name="x" size="xs" />
          <span className="sr-only">Show all</span>
        </AddressLink>
      ) : view === "matrix" ? (
        <span className="text-muted">Bar: share of the sector. Select a count to list it.</span>
      ) : null}
      {isBehind ? (
        <Button size="slim" onClick={onRefresh}>
          <Icon name="retry" />
          Order changed – refresh <Kbd>R</Kbd>
        </Button>
      ) : null}
      <span className="flex-1" />
      <Button size="slim" onClick={() => choose(other)}>
        {VIEW_WORDS[other]} <Kbd>G</Kbd>
      </Button>
      <Button size="slim" aria-pressed={view === "table"} onClick={() => choose(view === "table" ? other : "table")}>
        Table <Kbd>T</Kbd>
      </Button>
      <FilterField text={filter.text} />
    </div>
  );
};
