"use client";

import type { ReactNode } from "react";
import { countWords } from "#components/board/organisation-words";
import { Icon } from "#components/ui/icon";
import { StatusMark } from "#components/ui/status-mark";
import { TlpChip } from "#components/ui/tlp-chip";
import type { FigureInput } from "#domain/fields";
import { metricLabel } from "#domain/metrics";
import type { Marking, Status } from "#domain/words";

/** What was said, as far as a card shows it; `renewed` for "no change". */
export type Said = {
  renewed?: boolean;
  status?: Status | undefined;
  figures?: readonly FigureInput[] | undefined;
  text?: string | undefined;
  marking?: Marking | undefined;
};

const Content = ({ said }: { said: Said }) =>
  said.renewed === true ? (
    <p>No change: what was said still stands.</p>
  ) : (
    <>
      {said.status === undefined ? null : <StatusMark status={said.status} />}
      {(said.figures ?? []).map(({ metric, value }) => (
        <span key={metric} className="text-muted">
          {metricLabel(metric)} {countWords(value)}
        </span>
      ))}
      {said.text === undefined ? null : (
        <p>
          <bdi>{said.text}</bdi>
        </p>
      )}
      {said.marking === undefined ? null : <TlpChip marking={said.marking} slim />}
    </>
  );

const LOOKS = {
  waiting: { icon: "clock", words: "Waiting to send" },
  saved: { icon: "check", words: "Saved" },
  refused: { icon: "x", words: "Not saved" },
} as const;

type Props = {
  state: keyof typeof LOOKS;
  /** Beside the word: when it was saved or written. */
  when: string;
  /** When it was written and sent, if the line was down in between. */
  delay?: string | undefined;
  said: Said;
  why?: string | undefined;
  children?: ReactNode;
};

/** One statement on its way: waiting, saved, or not saved with the reason. It never just vanishes. */
export const PostCard = ({ state, when, delay, said, why, children }: Props) => (
  <li className={`sent is-${state}`}>
    <div className="sent-head">
      <Icon name={LOOKS[state].icon} />
      <b>{state === "saved" ? `${LOOKS.saved.words} ${when}` : LOOKS[state].words}</b>
      {state === "saved" ? children : <span>written {when}</span>}
    </div>
    <div className="sent-body">
      <Content said={said} />
      {delay === undefined ? null : <span className="text-muted">{delay}</span>}
    </div>
    {why === undefined ? null : <p className="sent-why">{why} It is kept on this device.</p>}
    {children === undefined || state === "saved" ? null : <div className="sent-actions">{children}</div>}
  </li>
);
