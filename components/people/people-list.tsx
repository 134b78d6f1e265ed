"use client";

import { useBoard, usePresence, useSend } from "#client/use-incident";
import type { PersonHere } from "#client/use-people";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import type { Board, Row } from "#domain/board";
import { may } from "#domain/policy";
import { type Participation, ROLES } from "#domain/words";
import { mayInviteInto } from "./invitable.ts";
import { PersonRow } from "./person-row.tsx";

const PARTICIPATION_WORDS: Record<Participation, string> = {
  invited: "invited",
  "taking-part": "taking part",
  declined: "declined",
  left: "left",
};

/** An organisation that was only invited takes part as soon as one of its people is vouched for. */
export const participationWords = (
  { participation }: Pick<Row, "participation">,
  people: readonly Pick<PersonHere, "standing">[],
): string =>
  PARTICIPATION_WORDS[
    participation === "invited" && people.some(({ standing }) => standing === "vouched") ? "taking-part" : participation
  ];

/** More empty organisations than these are folded away at first. */
const FOLDED_FROM = 5;

/** Whoever waits for somebody first, then by rank. */
const byNeed = (a: PersonHere, b: PersonHere): number =>
  Number(b.standing === "provisional") - Number(a.standing === "provisional") ||
  ROLES.indexOf(a.role) - ROLES.indexOf(b.role) ||
  a.person.name.localeCompare(b.person.name);

const isOpenOf = (board: Board): boolean => board.incident.closedAt === null;

type GroupProps = {
  row: Row;
  people: readonly PersonHere[];
  rows: readonly Row[];
  isCommanders: boolean;
  onInvite: (organisation: string) => void;
};

const Group = ({ row, people, rows, isCommanders, onInvite }: GroupProps) => {
  const { incidentId, viewer } = useRoom();
  const send = useSend(incidentId);
  const connected = usePresence(incidentId)[row.code] ?? 0;
  const isOpen = useBoard(incidentId, isOpenOf);
  const mayTakeOut = isOpen && may(viewer, "organisation.enter-leave") && !isCommanders && row.participation !== "left";
  return (
    <section className="people-group" aria-label={row.name}>
      <header>
        <h3>
          <span className="code">{row.code}</span> {row.name}
        </h3>
        <span className="text-muted">
          {row.part}, {participationWords(row, people)}
          {connected === 0 ? "" : `, ${connected} here`}
        </span>
        {isOpen && mayInviteInto(viewer, row.id) && row.participation !== "left" ? (
          <Button size="slim" onClick={() => onInvite(row.id)}>
            Invite<span className="sr-only"> into {row.name}</span>
          </Button>
        ) : null}
        {mayTakeOut && people.length === 0 ? (
          <Button
            size="slim"
            tone="ghost"
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

type Props = {
  people: readonly PersonHere[];
  rows: readonly Row[];
  commandersOrganisation: string;
  onInvite: (organisation: string) => void;
};

/** People by organisation: those with somebody to vouch for first; organisations without anybody are folded. */
export const PeopleList = ({ people, rows, commandersOrganisation, onInvite }: Props) => {
  const groups = rows
    .map((row) => ({ row, here: people.filter(({ organisation }) => organisation === row.id) }))
    .map((group) => ({ ...group, waiting: group.here.filter(({ standing }) => standing === "provisional").length }))
    .sort(
      (a, b) =>
        Number(b.waiting > 0) - Number(a.waiting > 0) ||
        Number(b.row.id === commandersOrganisation) - Number(a.row.id === commandersOrganisation) ||
        a.row.code.localeCompare(b.row.code),
    );
  const group = ({ row, here }: (typeof groups)[number]) => (
    <Group
      key={row.id}
      row={row}
      people={here}
      rows={rows}
      isCommanders={row.id === commandersOrganisation}
      onInvite={onInvite}
    />
  );
  const empty = groups.filter(({ here }) => here.length === 0);
  return (
    <div className="people-groups">
      {groups.filter(({ here }) => here.length > 0).map(group)}
      {empty.length === 0 ? null : (
        <details className="folded people-empty" open={empty.length <= FOLDED_FROM}>
          <summary>
            <Icon name="down" />
            {empty.length} organisation{empty.length === 1 ? "" : "s"} with nobody here yet
          </summary>
          {empty.map(group)}
        </details>
      )}
    </div>
  );
};
