import { memo } from "react";
import { Icon } from "#components/ui/icon";
import { StatusIcon } from "#components/ui/status-mark";
import type { ShownStatus } from "#domain/words";
import { OrganisationLink } from "./organisation-link.tsx";
import type { OrganisationState } from "./organisation-state.tsx";
import { chipAge, chipName } from "./organisation-words.tsx";

/** What a chip shows and says, as plain values. */
type Face = {
  id: string;
  code: string;
  status: ShownStatus;
  /** Read aloud: everything the chip shows, in words. */
  name: string;
  title: string;
  age: string;
  /** Draws the clock: the word is due, late or has run out. */
  isWaiting: boolean;
  isLate: boolean;
  isNew: boolean;
};

const faceOf = (state: OrganisationState): Face => {
  const { row, status, freshness, ageMs, isNew, isHeard } = state;
  return {
    id: row.id,
    code: row.code,
    status,
    name: chipName(state),
    title: row.name,
    age: chipAge(state),
    isWaiting: isHeard && freshness !== "fresh" && freshness !== "unasked" && ageMs !== null,
    isLate: isHeard && freshness === "overdue" && ageMs !== null,
    isNew,
  };
};

type FaceProps = Face & { onOpen: (id: string) => void };

const ChipFace = memo((props: FaceProps) => {
  const { id, code, status, name, title, age, isWaiting, isLate, isNew, onOpen } = props;
  return (
    <OrganisationLink
      id={id}
      onOpen={onOpen}
      className={`chip st-${status}${isLate ? " chip-late" : isWaiting ? " chip-due" : ""}${isNew ? " chip-new" : ""}`}
      aria-label={name}
      title={title}
    >
      <StatusIcon status={status} />
      <span className="code">{code}</span>
      {age === "" ? null : (
        <span className="chip-age">
          {isWaiting ? <Icon name="clock" size="xs" /> : null}
          {age}
        </span>
      )}
    </OrganisationLink>
  );
});

type ChipProps = { state: OrganisationState; onOpen: (id: string) => void };

/** Words are made once for each state, and drawn when they are others than before. */
const OrganisationChip = memo(({ state, onOpen }: ChipProps) => <ChipFace {...faceOf(state)} onOpen={onOpen} />);

type ChipsProps = {
  states: readonly OrganisationState[];
  /** One chip a line, as wide as its column. */
  isFull?: boolean;
  onOpen: (id: string) => void;
};

/** Organisations as chips, in the given order. */
export const OrganisationChips = ({ states, isFull = false, onOpen }: ChipsProps) => (
  <ul className={`chips${isFull ? " chips-full" : ""}`}>
    {states.map((state) => (
      <li key={state.row.id}>
        <OrganisationChip state={state} onOpen={onOpen} />
      </li>
    ))}
  </ul>
);
