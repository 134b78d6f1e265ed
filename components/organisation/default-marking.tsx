"use client";

import { useId } from "react";
import { useSend } from "#client/use-incident";
import { announce } from "#components/frame/announcer";
import { useRoom } from "#components/frame/room";
import { Select } from "#components/ui/select";
import { TlpChip } from "#components/ui/tlp-chip";
import type { IncidentState, Row } from "#domain/board";
import { raises, stricter } from "#domain/marking";
import { MARKING_MEANINGS } from "#domain/marking-meanings";
import { may } from "#domain/policy";
import { MARKINGS, type Marking } from "#domain/words";

type Props = { incident: IncidentState; row: Row };

const AS_INCIDENT = "";

/** Nothing laxer than the incident's own. */
const offered = (laxest: Marking) => [
  { value: AS_INCIDENT, label: `As the incident: ${laxest}` },
  ...MARKINGS.filter((marking) => !raises(marking, laxest)).map((marking) => ({
    value: marking,
    label: `${marking}, ${MARKING_MEANINGS[marking]}`,
  })),
];

/** What the organisation's updates carry unless their author says otherwise; its liaison sets it. */
export const DefaultMarking = ({ incident, row }: Props) => {
  const id = useId();
  const { incidentId, viewer } = useRoom();
  const send = useSend(incidentId);
  const own = row.defaultMarking ?? null;
  const set = async (chosen: string): Promise<void> => {
    const marking = MARKINGS.find((known) => known === chosen) ?? null;
    await send({ kind: "organisation.set-default-marking", organisation: row.id, marking });
    announce("Default marking on its way");
  };
  if (!may(viewer, "organisation.set-default-marking", { organisation: row.id }))
    return (
      <p>
        New updates carry <TlpChip marking={stricter(incident.defaultMarking, own ?? incident.defaultMarking)} slim />{" "}
        unless their author says otherwise.
      </p>
    );
  return (
    <div className="org-marking">
      <label htmlFor={id}>New updates of {row.name} carry</label>
      <Select
        id={id}
        value={own ?? AS_INCIDENT}
        options={offered(incident.defaultMarking)}
        onChoose={(chosen) => void set(chosen)}
      />
      <p className="text-muted">Whoever writes can still choose another one. What is written already stays as it is.</p>
    </div>
  );
};
