"use client";

import { useState } from "react";
import { useBoard, useSend } from "#client/use-incident";
import type { PersonHere } from "#client/use-people";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import type { Board, Row } from "#domain/board";
import { may } from "#domain/policy";
import { ROLE_WORDS, ROLES } from "#domain/words";
import { MovePerson } from "./move-person.tsx";

const commanderOf = (board: Board): string => board.incident.commander.person;

/** What the viewer may do to this person. */
const useRights = ({ person, organisation, role, standing }: PersonHere) => {
  const { incidentId, viewer } = useRoom();
  const commander = useBoard(incidentId, commanderOf);
  const isSelf = person.id === viewer.person;
  const isFixed = isSelf || role === "commander";
  const roles = ROLES.filter((given) => given === role || may(viewer, "role.give", { role: given, person: person.id }));
  return {
    isSelf,
    mayVouch: standing === "provisional" && !isSelf && may(viewer, "participant.vouch", { organisation }),
    mayMove: !isFixed && may(viewer, "role.give", { role, person: person.id }),
    roles,
    mayRemove:
      role !== "commander" && may(viewer, "person.remove", { organisation, person: person.id, commander }) && !isSelf,
  };
};

const Remove = ({ here, onCancel }: { here: PersonHere; onCancel: () => void }) => {
  const send = useSend(useRoom().incidentId);
  const { person } = here;
  return (
    <fieldset className="person-remove">
      <legend className="sr-only">
        Remove <bdi>{person.name}</bdi>
      </legend>
      <p>
        <bdi>{person.name}</bdi> sees nothing of this incident from that moment on, on no device. What{" "}
        <bdi>{person.name}</bdi> posted stays.
      </p>
      <Button tone="danger" onClick={() => void send({ kind: "participant.remove", person: person.id })}>
        Remove <bdi>{person.name}</bdi>
      </Button>
      <Button onClick={onCancel}>Keep</Button>
    </fieldset>
  );
};

type Props = { here: PersonHere; rows: readonly Row[] };

/** One person: role, standing, here or not, and what the viewer may do about it. */
export const PersonRow = ({ here, rows }: Props) => {
  const send = useSend(useRoom().incidentId);
  const [isRemoving, setRemoving] = useState(false);
  const { isSelf, mayVouch, mayMove, mayRemove, roles } = useRights(here);
  const { person, role, standing, present } = here;
  return (
    <li className="person">
      <span className="person-name">
        <span className={`person-dot${present ? " is-here" : ""}`} aria-hidden="true" />
        <b>
          <bdi>{person.name}</bdi>
        </b>
        {isSelf ? <span className="text-muted">you</span> : null}
        <span className="sr-only">{present ? "is here now" : "is not here now"}</span>
        {standing === "provisional" ? <span className="outlined">not yet vouched</span> : null}
      </span>
      {mayMove ? (
        <MovePerson key={`${role} ${here.organisation}`} here={here} rows={rows} roles={roles} />
      ) : (
        <span className="person-role">{ROLE_WORDS[role]}</span>
      )}
      <span className="person-actions">
        {mayVouch ? (
          <Button tone="primary" onClick={() => void send({ kind: "participant.vouch", person: person.id })}>
            <Icon name="check" />
            Vouch
            <span className="sr-only">
              {" "}
              for <bdi>{person.name}</bdi>
            </span>
          </Button>
        ) : null}
        {mayRemove && !isRemoving ? (
          <Button tone="ghost" aria-label={`Remove ${person.name}`} onClick={() => setRemoving(true)}>
            <Icon name="x" />
          </Button>
        ) : null}
      </span>
      {mayVouch && here.email !== undefined ? (
        <p className="person-role">
          gave <bdi>{here.email}</bdi> as address
          {here.isOfDomain === true ? ", in a domain of the organisation; not proved" : ""}
        </p>
      ) : null}
      {isRemoving ? <Remove here={here} onCancel={() => setRemoving(false)} /> : null}
    </li>
  );
};
