"use client";

import { useRef } from "react";
import { useShortcut } from "#components/frame/shortcuts";
import { useHears } from "#components/frame/use-hears";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Kbd } from "#components/ui/kbd";
import { StatusIcon } from "#components/ui/status-mark";
import type { Attention } from "#domain/attention";
import type { Board } from "#domain/board";
import type { Hears } from "#domain/silence";
import { zuluTime } from "#domain/time-words";
import { STATUS_WORDS } from "#domain/words";
import { attentionWords } from "./attention-words.ts";
import { OrganisationLink } from "./organisation-link.tsx";
import { organisationStates } from "./organisation-state.tsx";
import { useAttended } from "./use-attended.tsx";
import { useSettled } from "./use-settled.tsx";
import "./matrix.css";

const SHOWN_MAX = 12;

const idsOf = (list: readonly Attention[]): string[] => list.map((item) => item.organisation);
const isSameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);

type ItemProps = { item: Attention; board: Board; now: number; hears: Hears; onOpen: (id: string) => void };

const AttentionItem = ({ item, board, now, hears, onOpen }: ItemProps) => (
  <li>
    <OrganisationLink id={item.organisation} tabIndex={0} className="attention-item" onOpen={onOpen}>
      <StatusIcon status={item.status} />
      <span className="sr-only">{STATUS_WORDS[item.status]}: </span>
      <span className="min-w-0 flex-1">
        <b>
          <bdi>{board.organisations[item.organisation]?.name}</bdi>
        </b>
        <span>{attentionWords(item.reason, now, hears(item.organisation))}</span>
      </span>
      <Icon name="right" />
    </OrganisationLink>
  </li>
);

/** The next word that is expected, for a list that has nothing to say. */
const Nothing = ({ board, now, hears }: { board: Board; now: number; hears: Hears }) => {
  const next = organisationStates(board, now)
    .filter((state) => hears(state.row.id) && state.dueAtMs !== null && state.dueAtMs > now)
    .sort((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0))[0];
  return (
    <p className="p-4 text-13/13 text-muted">
      Nothing needs you.{" "}
      {next === undefined || next.dueAtMs === null ? "" : `Next due ${zuluTime(next.dueAtMs)}, ${next.row.name}.`}
    </p>
  );
};

type Props = { attention: readonly Attention[]; board: Board; now: number; onOpen: (id: string) => void };

/** What needs somebody, with the reason in words; its order holds still while somebody is at it. */
export const AttentionList = ({ attention, board, now, onOpen }: Props) => {
  const hears = useHears(board);
  const region = useRef<HTMLDivElement>(null);
  const isAttended = useAttended(region);
  const byId = new Map(attention.map((item) => [item.organisation, item]));
  const order = useSettled(idsOf(attention).slice(0, SHOWN_MAX), isAttended, isSameOrder);
  useShortcut("r", order.refresh);
  const shown = order.shown.flatMap((id) => byId.get(id) ?? []);
  return (
    <div ref={region} className="attention">
      <div className="toolbar">
        <h2>Needs attention</h2>
        <span className="text-muted">
          {attention.length > SHOWN_MAX ? `${SHOWN_MAX} of ${attention.length}` : attention.length}
        </span>
        {order.isBehind ? (
          <Button size="slim" className="ml-auto" onClick={order.refresh}>
            <Icon name="retry" />
            Order changed – refresh <Kbd>R</Kbd>
          </Button>
        ) : null}
      </div>
      {shown.length === 0 ? (
        <Nothing board={board} now={now} hears={hears} />
      ) : (
        <ul>
          {shown.map((item) => (
            <AttentionItem key={item.organisation} item={item} board={board} now={now} hears={hears} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </div>
  );
};
