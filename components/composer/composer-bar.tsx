"use client";

import { type FormEvent, type KeyboardEvent, useId, useRef } from "react";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Input } from "#components/ui/input";
import { Kbd } from "#components/ui/kbd";
import { Select } from "#components/ui/select";
import type { Row } from "#domain/board";
import { SOURCE_WORDS, type Source } from "#domain/words";
import { AudienceButton } from "./audience-button.tsx";
import { markingsFor, TEXT_COUNTED_FROM, TEXT_MAX } from "./draft.ts";
import { nextWordOptions } from "./next-word.ts";
import { NumberField } from "./number-field.tsx";
import { OvertakenNotice } from "./overtaken-notice.tsx";
import { SentToast } from "./sent-toast.tsx";
import { softChecks } from "./soft-checks.ts";
import { StatusChoice } from "./status-choice.tsx";
import { useComposerFocus } from "./use-composer-focus.tsx";
import { type Composing, useComposing } from "./use-composing.tsx";
import { useEarlyWords } from "./use-early-words.tsx";
import { useViewer } from "./use-viewer.tsx";
import { WHO_SETS_STATUS } from "./who-sets-status.tsx";

const HEARD = (["phone", "mail", "monitor", "public-report"] as const satisfies readonly Source[]).map((source) => ({
  value: source,
  label: SOURCE_WORDS[source],
}));

type Choice = { id: string; label: string };

/** Says how much room is left, once it matters. */
const Counter = ({ text }: { text: string }) => {
  const length = [...text].length;
  if (length < TEXT_COUNTED_FROM) return null;
  return (
    <span className="composer-counter">
      {length} of {TEXT_MAX}
    </span>
  );
};

type TellProps = { composing: Composing; row: Row };

const Notes = ({ composing }: { composing: Composing }) => {
  const { draft, last, problem, isTouched, isKept } = composing;
  const checks = isTouched ? softChecks(draft, last) : [];
  return (
    <>
      <OvertakenNotice composing={composing} />
      {problem === null ? null : (
        <p className="composer-note composer-problem" role="alert">
          {problem}
        </p>
      )}
      {checks.length === 0 ? null : <p className="composer-note">{checks.join(" ")} Send it if it is right.</p>}
      {isKept ? null : <p className="composer-note">This browser keeps no drafts.</p>}
    </>
  );
};

type BarProps = {
  row: Row;
  choices: readonly Choice[];
  /** There is nobody else to write for. */
  isFixed: boolean;
  onChoose: (organisation: string) => void;
};

const WhatRow = ({
  composing,
  row,
  choices,
  isFixed,
  onChoose,
  onEnter,
}: BarProps & { composing: Composing; onEnter: () => void }) => {
  const { draft, change, isRelayed } = composing;
  return (
    <div className="composer-row">
      <Select
        aria-label="For"
        className="composer-for"
        value={row.id}
        options={choices.map((choice) => ({ value: choice.id, label: choice.label }))}
        onChoose={onChoose}
        disabled={isFixed}
      />
      {isRelayed ? (
        <Select<Source>
          aria-label="How it was heard"
          value={draft.source}
          options={HEARD}
          onChoose={(source) => change({ source })}
        />
      ) : null}
      {composing.maySetStatus ? (
        <StatusChoice value={draft.status} onChoose={(status) => change({ status })} onEnter={onEnter} />
      ) : (
        <span className="text-13/13 text-muted">{WHO_SETS_STATUS}</span>
      )}
      <NumberField
        name="affected"
        label="Affected"
        value={draft.affected}
        onChange={(affected) => change({ affected })}
      />
      <NumberField name="restored" label="Back" value={draft.restored} onChange={(restored) => change({ restored })} />
    </div>
  );
};

const SayRow = ({ composing, row }: TellProps) => {
  const { incidentId } = useRoom();
  const viewer = useViewer();
  const { draft, change, now, cadenceMin } = composing;
  const nextId = useId();
  return (
    <div className="composer-row">
      <Input
        name="text"
        className="composer-text"
        aria-label="Text"
        placeholder="Conditions, actions, needs"
        autoComplete="off"
        value={draft.text}
        onChange={(event) => change({ text: event.target.value })}
      />
      <Counter text={draft.text} />
      <span className="composer-field">
        <label htmlFor={nextId}>Next</label>
        <Select
          id={nextId}
          name="nextMin"
          value={draft.nextMin}
          options={nextWordOptions(now, cadenceMin)}
          onChoose={(nextMin) => change({ nextMin })}
        />
      </span>
      <AudienceButton incident={incidentId} organisation={row.id} draft={draft} onChange={change} />
      <Select
        aria-label="Marking"
        className="mono"
        value={draft.marking}
        options={markingsFor(viewer).map((marking) => ({ value: marking, label: marking }))}
        onChoose={(marking) => change({ marking })}
      />
      {composing.canRenew ? (
        <Button data-renew disabled={composing.isTouched} onClick={() => void composing.renew()}>
          No change
        </Button>
      ) : null}
      <Button type="submit" tone="primary" disabled={!composing.canSend}>
        Send <Kbd>Ctrl ↵</Kbd>
      </Button>
    </div>
  );
};

/** One line to say how it is, kept on this device until it is on its way. */
export const ComposerBar = ({ row, choices, isFixed, onChoose }: BarProps) => {
  const form = useRef<HTMLFormElement>(null);
  const composing = useComposing(row);
  useEarlyWords(form, composing);
  const giveBack = useComposerFocus(form);
  const find = (selector: string): HTMLElement | null => form.current?.querySelector<HTMLElement>(selector) ?? null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void composing.send();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Escape") giveBack();
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      void composing.send();
      // A single Enter in a field would send half of what somebody is about to write.
    } else if (event.target instanceof HTMLInputElement) {
      event.preventDefault();
      if (!composing.isTouched && composing.canRenew) goOn();
    }
  };
  // Enter right after U leads to "No change", so that a second one renews.
  const goOn = (): void =>
    (composing.isTouched
      ? find("input:not([type=radio])")
      : (find("[data-renew]:enabled") ?? find(".composer-text"))
    )?.focus();
  return (
    <form ref={form} className="composer" aria-label="Post an update" onSubmit={submit} onKeyDown={press}>
      <Notes composing={composing} />
      <WhatRow composing={composing} row={row} choices={choices} isFixed={isFixed} onChoose={onChoose} onEnter={goOn} />
      <SayRow composing={composing} row={row} />
      <div className="composer-said">
        <SentToast />
      </div>
    </form>
  );
};
