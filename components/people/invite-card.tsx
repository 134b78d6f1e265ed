"use client";

import { type SubmitEvent, useState } from "react";
import { useBoard } from "#client/use-incident";
import { type MadeInvitation, type MailedInvitation, useInvitations } from "#client/use-invitations";
import { type SubmissionProblem, useSubmission } from "#client/use-submission";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Icon } from "#components/ui/icon";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { SubmitButton } from "#components/ui/submit-button";
import type { Board, Row } from "#domain/board";
import { may } from "#domain/policy";
import { ROLE_WORDS, type Role } from "#domain/words";
import { BringIn } from "./bring-in.tsx";
import { invitableRoles, mayInviteInto } from "./invitable.ts";
import { MadeCard } from "./made-invitation.tsx";

const USES = ["1", "10", "50"] as const;
type Uses = (typeof USES)[number];
const USES_WORDS: Record<Uses, string> = { "1": "one person", "10": "up to 10 people", "50": "up to 50 people" };

const SHOWN_AT_FIELDS = ["email"];

const hasOwnClock = (board: Board): boolean => board.incident.clock !== null;

type Made = { invitation: MadeInvitation | MailedInvitation; forWhom: string };

type Wish = { organisation: string; role: Role; uses: Uses };
type PairProps = { roles: readonly Role[]; wish: Wish; onChange: (wish: Wish) => void };

const RoleAndUses = ({ roles, wish, onChange }: PairProps) => (
  <div className="form-pair">
    <Field label="Role">
      {(control) => (
        <Select
          {...control}
          tall
          value={wish.role}
          options={roles.map((value) => ({ value, label: ROLE_WORDS[value] }))}
          onChoose={(role) => onChange({ ...wish, role })}
        />
      )}
    </Field>
    <Field label="For">
      {(control) => (
        <Select
          {...control}
          tall
          value={wish.uses}
          options={USES.map((value) => ({ value, label: USES_WORDS[value] }))}
          onChoose={(uses) => onChange({ ...wish, uses })}
        />
      )}
    </Field>
  </div>
);

type AddressProps = { email: string; onChange: (email: string) => void; problem: SubmissionProblem | null };

const Address = ({ email, onChange, problem }: AddressProps) => (
  <Field
    label="Mail it to"
    hint="Empty: a link to hand on. An address: a mail for it alone, for one person."
    error={errorAt(problem, "email")}
  >
    {(control) => (
      <Input
        {...control}
        tall
        type="email"
        autoComplete="off"
        value={email}
        onChange={({ target }) => onChange(target.value)}
      />
    )}
  </Field>
);

type FormProps = {
  /** There is a way for mail. */
  mayMail: boolean;
  choices: readonly Row[];
  roles: readonly Role[];
  wish: Wish;
  onChange: (wish: Wish) => void;
  onMade: (made: Made) => void;
  /** Null where no other organisation can be brought in. */
  onBringIn: (() => void) | null;
};

const InviteForm = ({ mayMail, choices, roles, wish, onChange, onMade, onBringIn }: FormProps) => {
  const { invite, mail } = useInvitations(useRoom().incidentId);
  const [typed, setTyped] = useState("");
  const email = typed.trim();
  const { organisation, role, uses } = wish;
  const chosen = choices.find(({ id }) => id === organisation);
  const { submit, isBusy, problem } = useSubmission(
    (): Promise<MadeInvitation | MailedInvitation> =>
      email === "" ? invite({ organisation, role, maxUses: Number(uses) }) : mail({ organisation, role, email }),
    (invitation) =>
      onMade({ invitation, forWhom: `${ROLE_WORDS[role].toLowerCase()} of ${chosen?.name ?? "the organisation"}` }),
  );
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(undefined);
  };
  return (
    <form className="form" onSubmit={handleSubmit}>
      <Field label="Organisation">
        {(control) => (
          <Select
            {...control}
            tall
            value={organisation}
            options={choices.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
            onChoose={(id) => onChange({ ...wish, organisation: id })}
          />
        )}
      </Field>
      <RoleAndUses roles={roles} wish={wish} onChange={onChange} />
      {mayMail ? <Address email={typed} onChange={setTyped} problem={problem} /> : null}
      <ProblemNote problem={problem} shownAt={SHOWN_AT_FIELDS} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton tone="primary" disabled={isBusy || chosen === undefined}>
          <Icon name={email === "" ? "link" : "send"} />
          {email === "" ? "Make the link" : "Mail the invitation"}
        </SubmitButton>
        {onBringIn === null ? null : <Button onClick={onBringIn}>Another organisation</Button>}
      </div>
    </form>
  );
};

type Props = {
  /** There is a way for mail. */
  mayMail: boolean;
  rows: readonly Row[];
  /** The organisation that is preset, if it is one of them. */
  preset: string | null;
  isBringing: boolean;
};

/** Organisation, role, and the link is there. */
export const InviteCard = ({ mayMail, rows, preset, isBringing: isBringingFirst }: Props) => {
  const { incidentId, viewer } = useRoom();
  const choices = rows.filter((row) => row.participation !== "left" && mayInviteInto(viewer, row.id));
  const roles = invitableRoles(viewer);
  // A drill that plays a script has its cast, and no directory to choose from.
  const isScripted = useBoard(incidentId, hasOwnClock);
  const [wish, setWish] = useState<Wish>({
    organisation: preset ?? choices[0]?.id ?? "",
    role: roles[0] ?? "guest",
    uses: "1",
  });
  const [made, setMade] = useState<Made | null>(null);
  const [isBringing, setBringing] = useState(isBringingFirst && may(viewer, "organisation.enter-leave"));
  if (choices.length === 0 || roles.length === 0) return null;
  return (
    <section className="people-card" aria-labelledby="invite-title">
      <h2 id="invite-title">{isBringing ? "Bring in an organisation" : "Invite"}</h2>
      {made !== null ? (
        <MadeCard {...made} onDone={() => setMade(null)} />
      ) : isBringing ? (
        <BringIn
          here={new Set(rows.filter((row) => row.participation !== "left").map(({ id }) => id))}
          onEntered={(organisation) => {
            setWish({ ...wish, organisation });
            setBringing(false);
          }}
          onCancel={() => setBringing(false)}
        />
      ) : (
        <InviteForm
          mayMail={mayMail}
          choices={choices}
          roles={roles}
          wish={wish}
          onChange={setWish}
          onMade={setMade}
          onBringIn={isScripted || !may(viewer, "organisation.enter-leave") ? null : () => setBringing(true)}
        />
      )}
    </section>
  );
};
