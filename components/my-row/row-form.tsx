"use client";

import { type ReactNode, type Ref, type SubmitEvent, useId } from "react";
import { OvertakenNotice } from "#components/composer/overtaken-notice";
import { SentToast } from "#components/composer/sent-toast";
import type { Composing } from "#components/composer/use-composing";
import { WHO_SETS_STATUS } from "#components/composer/who-sets-status";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Select } from "#components/ui/select";
import { TextArea } from "#components/ui/text-area";
import type { Row } from "#domain/board";
import { TEXT_COUNTED_FROM, TEXT_MAX } from "../composer/draft.ts";
import { nextWordOptions } from "../composer/next-word.ts";
import { softChecks } from "../composer/soft-checks.ts";
import { NumberFields } from "./number-fields.tsx";
import { OwnPostsNote } from "./own-posts-note.tsx";
import { SeenBy } from "./seen-by.tsx";
import { StatusButtons } from "./status-buttons.tsx";

type LineProps = { value: string; onChange: (value: string) => void };

const Line = ({ value, onChange }: LineProps) => {
  const id = useId();
  const length = [...value.trim()].length;
  return (
    <div className="row-line">
      <label htmlFor={id}>
        What changed <small>conditions, actions, needs</small>
      </label>
      <TextArea id={id} name="text" rows={2} value={value} onChange={({ target }) => onChange(target.value)} />
      {length > TEXT_COUNTED_FROM && length <= TEXT_MAX ? <small>{TEXT_MAX - length} characters left</small> : null}
    </div>
  );
};

const NextWord = ({ composing }: { composing: Composing }) => {
  const id = useId();
  const { draft, change, now, cadenceMin } = composing;
  return (
    <div className="row-next">
      <label htmlFor={id}>Next word from you</label>
      <Select
        id={id}
        name="nextMin"
        value={draft.nextMin}
        options={nextWordOptions(now, cadenceMin)}
        onChoose={(nextMin) => change({ nextMin })}
      />
    </div>
  );
};

/** Why it cannot be sent, or should be looked at again: it stands right above the buttons, wherever the page is. */
const Notes = ({ composing }: { composing: Composing }) => {
  const { draft, last, problem, isTouched } = composing;
  const checks = isTouched ? softChecks(draft, last) : [];
  const words = problem ?? (checks.length === 0 ? null : `${checks.join(" ")} Send it if it is right.`);
  return (
    <>
      <OvertakenNotice composing={composing} />
      {words === null ? null : (
        <p className="row-check" role={problem === null ? "status" : "alert"}>
          <Icon name="warn" />
          <span>{words}</span>
        </p>
      )}
    </>
  );
};

type Props = {
  ref: Ref<HTMLFormElement>;
  row: Row;
  composing: Composing;
  onSend: () => Promise<void>;
  /** What was sent: it comes after the fields, so that none of them moves when one is added. */
  posts: ReactNode;
  /** The two buttons at the foot. */
  children: ReactNode;
};

/** Status, two numbers, one line, when the next word comes, and who will see it. */
export const RowForm = ({ ref, row, composing, onSend, posts, children }: Props) => {
  const { draft, change, now } = composing;
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void onSend();
  };
  return (
    <form ref={ref} className="row-form" onSubmit={handleSubmit} noValidate>
      {composing.maySetStatus ? (
        <StatusButtons value={draft.status} onChoose={(status) => change({ status })} />
      ) : (
        <p className="text-13/13 text-muted">{WHO_SETS_STATUS}</p>
      )}
      <NumberFields row={row} values={draft} now={now} onChange={(number, value) => change({ [number]: value })} />
      <Line value={draft.text} onChange={(text) => change({ text })} />
      <NextWord composing={composing} />
      <SeenBy draft={draft} organisation={row.id} onChange={change} />
      {posts}
      <div className="row-send">
        <Notes composing={composing} />
        <OwnPostsNote organisation={row.id} />
        <SentToast />
        {children}
      </div>
    </form>
  );
};

type ReportButtonsProps = { composing: Composing };

/** What changed is sent; what did not needs one tap. */
export const ReportButtons = ({ composing }: ReportButtonsProps) => (
  <>
    <Button size="big" disabled={!composing.canRenew || composing.isTouched} onClick={() => void composing.renew()}>
      No change
    </Button>
    <Button type="submit" size="big" tone="primary" disabled={!composing.canSend}>
      Send
      <Icon name="send" />
    </Button>
  </>
);

type CorrectionButtonsProps = { isDifferent: boolean; onKeep: () => void };

export const CorrectionButtons = ({ isDifferent, onKeep }: CorrectionButtonsProps) => (
  <>
    <Button size="big" onClick={onKeep}>
      Leave it
    </Button>
    <Button type="submit" size="big" tone="primary" disabled={!isDifferent}>
      Send correction
    </Button>
  </>
);
