"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { SubmitButton } from "#components/ui/submit-button";
import { emptyOrganisation, OrganisationFields } from "./organisation-fields.tsx";
import { errorAt, ProblemNote } from "./problem-note.tsx";
import { useHash } from "./use-hash.tsx";

type SetUp = {
  token: string;
  organisation: { name: string; code: string; sector: string };
  person: { name: string; email: string; password: string };
};
const setUp = (wish: SetUp): Promise<unknown> => api.post("/api/v1/setup", wish);

/** A pasted link is as good as the token in it. */
const tokenOf = (pasted: string): string => pasted.trim().replace(/^.*#/, "");

type PersonDraft = SetUp["person"];
type PersonProps = { draft: PersonDraft; onChange: (draft: PersonDraft) => void; emailError: string | undefined };

const PersonFields = ({ draft, onChange, emailError }: PersonProps) => (
  <>
    <Field label="Your name">
      {(control) => (
        <Input
          {...control}
          tall
          required
          maxLength={80}
          autoComplete="name"
          value={draft.name}
          onChange={({ target }) => onChange({ ...draft, name: target.value })}
        />
      )}
    </Field>
    <Field label="Work e-mail" error={emailError}>
      {(control) => (
        <Input
          {...control}
          tall
          required
          type="email"
          autoComplete="username"
          value={draft.email}
          onChange={({ target }) => onChange({ ...draft, email: target.value })}
        />
      )}
    </Field>
    <Field label="Password" hint="12 characters or more">
      {(control) => (
        <Input
          {...control}
          tall
          required
          type="password"
          minLength={12}
          autoComplete="new-password"
          value={draft.password}
          onChange={({ target }) => onChange({ ...draft, password: target.value })}
        />
      )}
    </Field>
  </>
);

const SHOWN_AT_FIELDS = ["organisation.name", "organisation.code", "person.email"];

/** The first account: one organisation and the person who runs the installation. */
export const SetUpForm = () => {
  const inAddress = useHash() ?? "";
  const [pasted, setPasted] = useState("");
  const [organisation, setOrganisation] = useState(emptyOrganisation);
  const [person, setPerson] = useState<PersonDraft>({ name: "", email: "", password: "" });
  const { submit, isBusy, problem } = useSubmission(setUp, () => window.location.assign("/"), { staysBusy: true });
  const token = inAddress === "" ? tokenOf(pasted) : inAddress;
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const { name, code, sector } = organisation;
    void submit({ token, organisation: { name, code, sector }, person });
  };
  return (
    <form className="form mt-6" onSubmit={handleSubmit}>
      {inAddress === "" ? (
        <Field label="Set-up link" hint="The server printed it in its window when it started for the first time.">
          {(control) => (
            <Input
              {...control}
              tall
              required
              autoComplete="off"
              spellCheck={false}
              value={pasted}
              onChange={({ target }) => setPasted(target.value)}
            />
          )}
        </Field>
      ) : null}
      <OrganisationFields
        draft={organisation}
        onChange={setOrganisation}
        errorOf={(field) => errorAt(problem, `organisation.${field}`)}
      />
      <PersonFields draft={person} onChange={setPerson} emailError={errorAt(problem, "person.email")} />
      <ProblemNote problem={problem} shownAt={SHOWN_AT_FIELDS} />
      <SubmitButton tone="primary" size="big" disabled={isBusy}>
        {isBusy ? "Setting up" : "Set up Muster"}
      </SubmitButton>
    </form>
  );
};
