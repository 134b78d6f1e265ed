"use client";

import type { KeyboardEvent } from "react";
import { Kbd } from "#components/ui/kbd";
import { StatusIcon } from "#components/ui/status-mark";
import { STATUS_MEANINGS, STATUS_WORDS, STATUSES, type Status } from "#domain/words";

type Props = {
  value: Status | null;
  onChoose: (status: Status) => void;
  /** Enter while the focus is here: go on to what comes next. */
  onEnter: () => void;
};

/** Five statuses on five digits. */
export const StatusChoice = ({ value, onChoose, onEnter }: Props) => {
  const press = (event: KeyboardEvent<HTMLFieldSetElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      onEnter();
      return;
    }
    const chosen = STATUSES[Number(event.key) - 1];
    if (chosen === undefined) return;
    event.preventDefault();
    onChoose(chosen);
    event.currentTarget.querySelector<HTMLInputElement>(`[value="${chosen}"]`)?.focus();
  };
  return (
    <fieldset className="segments" onKeyDown={press}>
      <legend className="sr-only">Status</legend>
      {STATUSES.map((status, index) => (
        <label key={status} className={`segment st-${status}`} title={STATUS_MEANINGS[status]}>
          <input
            type="radio"
            name="status"
            value={status}
            checked={status === value}
            onChange={() => onChoose(status)}
          />
          <Kbd>{String(index + 1)}</Kbd>
          <StatusIcon status={status} />
          {STATUS_WORDS[status]}
        </label>
      ))}
    </fieldset>
  );
};
