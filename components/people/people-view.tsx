"use client";

import { useState } from "react";
import { useBoard } from "#client/use-incident";
import { type PersonHere, usePeople } from "#client/use-people";
import { PendingList } from "#components/composer/pending-list";
import { useRoom } from "#components/frame/room";
import { EndingNote } from "#components/incident/ending-note";
import { IncidentCard } from "#components/incident/incident-card";
import type { Board } from "#domain/board";
import { may } from "#domain/policy";
import { InviteCard } from "./invite-card.tsx";
import { OpenInvitations } from "./open-invitations.tsx";
import { PeopleList } from "./people-list.tsx";
import "#components/entrance/forms.css";
import "./people.css";

const organisationsOf = (board: Board): Board["organisations"] => board.organisations;
const commanderOf = (board: Board): Board["incident"]["commander"] => board.incident.commander;

const isOpenOf = (board: Board): boolean => board.incident.closedAt === null;

type Props = {
  /** As the server knew them when it rendered the page. */
  rendered: readonly PersonHere[];
  /** An organisation to invite into, from the address. */
  preset: string | null;
  /** There is a way for mail. */
  mayMail: boolean;
  /** Begins with the form that brings an organisation in. */
  isBringing: boolean;
};

/** Who is here, as what, and how others come in. */
export const PeopleView = ({ rendered, preset, mayMail, isBringing }: Props) => {
  const { incidentId, viewer } = useRoom();
  const people = usePeople(incidentId, rendered);
  const organisations = useBoard(incidentId, organisationsOf);
  const commander = useBoard(incidentId, commanderOf);
  const isOpen = useBoard(incidentId, isOpenOf);
  const rows = Object.values(organisations).sort((a, b) => a.code.localeCompare(b.code));
  const present = people.filter((here) => here.present).length;
  const from = new Set(people.map(({ organisation }) => organisation)).size;
  const [chosen, choose] = useState(rows.find(({ id }) => id === preset)?.id ?? null);
  return (
    <>
      <div className="people-head">
        <h2 className="people-title">People</h2>
        <p className="text-muted">
          {people.length} from {from} of {rows.length} organisations, {present} here now
        </p>
      </div>
      <PendingList />
      <div className="people-columns">
        <PeopleList
          people={people}
          rows={rows}
          commandersOrganisation={commander.organisation}
          onInvite={(organisation) => {
            choose(organisation);
            document.getElementById("invite-title")?.scrollIntoView({ block: "center" });
          }}
        />
        <div className="people-side">
          {isOpen ? (
            <InviteCard
              key={chosen ?? ""}
              mayMail={mayMail}
              isBringing={isBringing && chosen === null}
              rows={rows}
              preset={chosen}
            />
          ) : (
            <EndingNote />
          )}
          {isOpen && may(viewer, "invitation.manage", { organisation: viewer.organisation }) ? (
            <OpenInvitations rows={rows} />
          ) : null}
          <IncidentCard />
        </div>
      </div>
    </>
  );
};
