"use client";

import { type SubmitEvent, useState } from "react";
import type { MemberLink } from "#client/use-members";
import { useSubmission } from "#client/use-submission";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { CopyButton } from "#components/people/copy-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { SubmitButton } from "#components/ui/submit-button";
import { MEMBER_ROLE_WORDS, MEMBER_ROLES, type MemberRole } from "#domain/words";

const ROLES = MEMBER_ROLES.map((value) => ({ value, label: MEMBER_ROLE_WORDS[value] }));

type Props = { invite: (wish: { email: string; role: MemberRole }) => Promise<MemberLink> };

/** A link for one address; it is shown once. */
export const InviteMember = ({ invite }: Props) => {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<MemberRole>("member");
  const [link, setLink] = useState<string | null>(null);
  const { submit, isBusy, problem } = useSubmission(invite, ({ url }) => {
    setEmail("");
    setLink(url);
  });
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setLink(null);
    void submit({ email, role });
  };
  return (
    <>
      <form className="form" onSubmit={handleSubmit}>
        <Field label="Work e-mail" error={errorAt(problem, "email")}>
          {(control) => (
            <Input
              {...control}
              tall
              required
              type="email"
              autoComplete="off"
              value={email}
              onChange={({ target }) => setEmail(target.value)}
            />
          )}
        </Field>
        <Field label="As">
          {(control) => <Select {...control} tall value={role} options={ROLES} onChoose={setRole} />}
        </Field>
        <ProblemNote problem={problem} shownAt={["email"]} />
        <p>
          <SubmitButton disabled={isBusy}>Make the link</SubmitButton>
        </p>
      </form>
      {link === null ? null : (
        <div className="card p-4" role="status">
          <p>Send it to them yourself: it is shown once.</p>
          <p className="mono my-2 wrap-anywhere">{link}</p>
          <CopyButton text={link} label="Copy link" />
        </div>
      )}
    </>
  );
};
