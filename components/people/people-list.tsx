"use client";

import { usePresence, useSend } from "#client/use-incident";
import type { PersonHere } from "#client/use-people";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import type { Row } from "#domain/board";
import { may } from "#domain/policy";
import { type Participation, ROLES } from "#domain/words";
import { PersonRow } from "./person-row.tsx";

const PARTICIPATION_WORDS: Record<Participation, string> = {
  invited: "invited",
  "taking-part": "taking part",
  declined: "declined",
  left: "left",
};

/** Whoever waits for somebody first, then by rank. */
const byNeed = (a: PersonHere, b: PersonHere): number =>
  Number(b.standing === "provisional") - Number(a.standing === "provisional") ||
  ROLES.indexOf(a.role) - ROLES.indexOf(b.role) ||
  a.person.name.localeCompare(b.person.name);

type GroupProps = { row: Row; people: readonly PersonHere[]; rows: readonly Row[]; isCommanders: boolean };

const Group = ({ row, people, rows, isCommanders }: GroupProps) => {
  const { incidentId, viewer } = useRoom();
  const send = useSend(incidentId);
  const connected = usePresence(incidentId)[row.code] ?? 0;
  const mayTakeOut = may(viewer, "organisation.enter-leave") && !isCommanders && row.participation !== "left";
  return (
    <section className="people-group" aria-label={row.name}>
      <header>
        <h3>
          <span className="code">{row.code}</span> {row.name}
        </h3>
        <span className="text-muted">
          {row.part}, {PARTICIPATION_WORDS[row.participation]}
          {connected === 0 ? "" : `, ${connected} here`}
        </span>
        {mayTakeOut && people.length === 0 ? (
          <Button
            size="slim"
            aria-label={`Take ${row.name} out of the incident`}
            onClick={() => void send({ kind: "organisation.leave", organisation: row.id })}
          >
            Take out
          </Button>
        ) : null}
      </header>
      {people.length === 0 ? null : (
        <ul>
          {people.toSorted(byNeed).map((here) => (
            <PersonRow key={here.person.id} here={here} rows={rows} />
          ))}
        </ul>
      )}
    </section>
  );
};

type Props = { people: readonly PersonHere[]; rows: readonly Row[]; commandersOrganisation: string };

/** People by organisation: those with somebody to vouch for first, then those with people, then the empty ones. */
export const PeopleList = ({ people, rows, commandersOrganisation }: Props) => {
  const groups = rows
    .map((row) => ({ row, here: people.filter(({ organisation }) => organisation === row.id) }))
    .map((group) => ({ ...group, waiting: group.here.filter(({ standing }) => standing === "provisional").length }))
    .sort(
      (a, b) =>
        Number(b.waiting > 0) - Number(a.waiting > 0) ||
        Number(b.row.id === commandersOrganisation) - Number(a.row.id === commandersOrganisation) ||
        Number(b.here.length > 0) - Number(a.here.length > 0) ||
        a.row.code.localeCompare(b.row.code),
    );
  return (
    <div className="people-groups">
      {groups.map(({ row, here }) => (
        <Group key={row.id} row={row} people={here} rows={rows} isCommanders={row.id === commandersOrganisation} />
      ))}
    </div>
  );
};
