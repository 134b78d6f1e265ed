"use client";

import { type SubmitEvent, useState } from "react";
import { useBoard } from "#client/use-incident";
import { type MadeInvitation, useInvitations } from "#client/use-invitations";
import { useSubmission } from "#client/use-submission";
import { ProblemNote } from "#components/entrance/problem-note";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Icon } from "#components/ui/icon";
import { Select } from "#components/ui/select";
import type { Board, Row } from "#domain/board";
import { may } from "#domain/policy";
import { ROLE_WORDS, type Role } from "#domain/words";
import { BringIn } from "./bring-in.tsx";
import { invitableRoles, mayInviteInto } from "./invitable.ts";
import { MadeInvitationCard } from "./made-invitation.tsx";

const USES = ["1", "10", "50"] as const;
type Uses = (typeof USES)[number];
const USES_WORDS: Record<Uses, string> = { "1": "one person", "10": "up to 10 people", "50": "up to 50 people" };

const hasOwnClock = (board: Board): boolean => board.incident.clock !== null;

type Made = { invitation: MadeInvitation; forWhom: string };

type Props = {
  rows: readonly Row[];
  /** The organisation that is preset, if it is one of them. */
  preset: string | null;
};

/** Organisation, role, and the link is there. */
export const InviteCard = ({ rows, preset }: Props) => {
  const { incidentId, viewer } = useRoom();
  const { invite } = useInvitations(incidentId);
  const choices = rows.filter((row) => row.participation !== "left" && mayInviteInto(viewer, row.id));
  const roles = invitableRoles(viewer);
  // A drill that plays a script has its cast, and no directory to choose from.
  const isScripted = useBoard(incidentId, hasOwnClock);
  const [organisation, setOrganisation] = useState(preset ?? choices[0]?.id ?? "");
  const [role, setRole] = useState<Role>(roles[0] ?? "guest");
  const [uses, setUses] = useState<Uses>("1");
  const [made, setMade] = useState<Made | null>(null);
  const [isBringing, setBringing] = useState(false);
  const chosen = choices.find(({ id }) => id === organisation);
  const { submit, isBusy, problem } = useSubmission(
    () => invite({ organisation, role, maxUses: Number(uses) }),
    (invitation) =>
      setMade({ invitation, forWhom: `${ROLE_WORDS[role].toLowerCase()} of ${chosen?.name ?? "the organisation"}` }),
  );
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(undefined);
  };
  if (choices.length === 0 || roles.length === 0) return null;
  return (
    <section className="people-card" aria-labelledby="invite-title">
      <h2 id="invite-title">{isBringing ? "Bring in an organisation" : "Invite"}</h2>
      {made !== null ? (
        <MadeInvitationCard made={made.invitation} forWhom={made.forWhom} onDone={() => setMade(null)} />
      ) : isBringing ? (
        <BringIn
          here={new Set(rows.filter((row) => row.participation !== "left").map(({ id }) => id))}
          onEntered={(entered) => {
            setOrganisation(entered);
            setBringing(false);
          }}
          onCancel={() => setBringing(false)}
        />
      ) : (
        <form className="form" onSubmit={handleSubmit}>
          <Field label="Organisation">
            {(control) => (
              <Select
                {...control}
                tall
                value={organisation}
                options={choices.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
                onChoose={setOrganisation}
              />
            )}
          </Field>
          <div className="form-pair">
            <Field label="Role">
              {(control) => (
                <Select
                  {...control}
                  tall
                  value={role}
                  options={roles.map((value) => ({ value, label: ROLE_WORDS[value] }))}
                  onChoose={setRole}
                />
              )}
            </Field>
            <Field label="For">
              {(control) => (
                <Select
                  {...control}
                  tall
                  value={uses}
                  options={USES.map((value) => ({ value, label: USES_WORDS[value] }))}
                  onChoose={setUses}
                />
              )}
            </Field>
          </div>
          <ProblemNote problem={problem} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" tone="primary" disabled={isBusy || chosen === undefined}>
              <Icon name="link" />
              Make the link
            </Button>
            {isScripted || !may(viewer, "organisation.enter-leave") ? null : (
              <Button onClick={() => setBringing(true)}>Another organisation</Button>
            )}
          </div>
        </form>
      )}
    </section>
  );
};
