"use client";

import { useId } from "react";
import { useBoard } from "#client/use-incident";
import { useAudience } from "#components/composer/use-audience";
import { useRoom } from "#components/frame/room";
import { Icon } from "#components/ui/icon";
import { TlpChip } from "#components/ui/tlp-chip";
import type { Board } from "#domain/board";
import { MARKING_MEANINGS } from "#domain/marking";
import type { Marking } from "#domain/words";
import { markingsFor } from "../composer/draft.ts";

const organisationsOf = (board: Board): Board["organisations"] => board.organisations;

type Names = readonly { name: string; organisation: string }[];

const byOrganisation = (names: Names): [string, string[]][] => {
  const groups = new Map<string, string[]>();
  for (const { name, organisation } of names) groups.set(organisation, [...(groups.get(organisation) ?? []), name]);
  return [...groups];
};

type Props = { marking: Marking; organisation: string; onChoose: (marking: Marking) => void };

/** Who will see it, by number and by name, and the marking that decides it. */
export const SeenBy = ({ marking, organisation, onChoose }: Props) => {
  const { incidentId, viewer } = useRoom();
  const audience = useAudience(incidentId, organisation, marking);
  const organisations = useBoard(incidentId, organisationsOf);
  const list = useId();
  return (
    <div className="row-seen">
      {audience === null ? (
        <span>
          <Icon name="eye" />
          For {MARKING_MEANINGS[marking]}
        </span>
      ) : (
        <button type="button" popoverTarget={list}>
          <Icon name="eye" />
          Seen by {audience.people} {audience.people === 1 ? "person" : "people"} in {audience.organisations}{" "}
          {audience.organisations === 1 ? "organisation" : "organisations"}
        </button>
      )}
      <label className="row-marking">
        <span className="sr-only">Marking</span>
        <TlpChip marking={marking} />
        <Icon name="down" size="xs" />
        <select
          value={marking}
          onChange={({ target }) => {
            const chosen = markingsFor(viewer).find((choice) => choice === target.value);
            if (chosen !== undefined) onChoose(chosen);
          }}
        >
          {markingsFor(viewer).map((choice) => (
            <option key={choice} value={choice}>
              {`${choice}: ${MARKING_MEANINGS[choice]}`}
            </option>
          ))}
        </select>
      </label>
      {audience === null ? null : (
        <ul id={list} popover="auto" className="row-readers">
          {byOrganisation(audience.names).map(([from, names]) => (
            <li key={from}>
              <span className="code">{organisations[from]?.code ?? ""}</span> {names.join(", ")}
            </li>
          ))}
          {audience.people > audience.names.length ? <li>and {audience.people - audience.names.length} more</li> : null}
        </ul>
      )}
    </div>
  );
};
