"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { Field } from "#components/ui/field";
import { Icon } from "#components/ui/icon";
import { Input } from "#components/ui/input";
import { SubmitButton } from "#components/ui/submit-button";
import { incidentPath } from "#domain/first-screen";

type Joining = { name: string; email: string };
type Joined = { incident: { id: string } };

const SHOWN_AT_FIELDS = ["name", "email"];

type Props = {
  token: string;
  organisation: string;
  invitedBy: string;
  /** Who is signed in already, so that he types nothing. */
  known: Joining | null;
};

/** Two fields and one button; what follows is what happened so far. */
export const JoinForm = ({ token, organisation, invitedBy, known }: Props) => {
  const [name, setName] = useState(known?.name ?? "");
  const [email, setEmail] = useState(known?.email ?? "");
  const { submit, isBusy, problem } = useSubmission(
    (joining: Joining) => api.post<Joined>(`/api/v1/join/${encodeURIComponent(token)}`, joining),
    ({ incident }) => window.location.assign(incidentPath(incident.id, "catchup")),
    { staysBusy: true },
  );
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit({ name, email });
  };
  return (
    <form className="join-form" onSubmit={handleSubmit}>
      <Field label="Your name" error={errorAt(problem, "name")}>
        {(control) => (
          <Input
            {...control}
            tall
            required
            maxLength={80}
            autoComplete="name"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <Field label="Work e-mail" error={errorAt(problem, "email")}>
        {(control) => (
          <Input
            {...control}
            tall
            required
            type="email"
            inputMode="email"
            autoComplete="email"
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
        )}
      </Field>
      <p className="text-13 text-muted">
        No password, no app. Not {organisation}? Tell {invitedBy}: it takes two taps to put right.
      </p>
      <ProblemNote problem={problem} shownAt={SHOWN_AT_FIELDS} />
      <div className="send-row">
        <SubmitButton tone="primary" size="big" disabled={isBusy}>
          {isBusy ? "Joining" : "Join the board"}
          <Icon name="arrow" />
        </SubmitButton>
      </div>
    </form>
  );
};
