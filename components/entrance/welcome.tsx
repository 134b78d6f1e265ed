"use client";

import { type SubmitEvent, useEffect, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { PasswordField } from "#components/settings/password-field";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { SubmitButton } from "#components/ui/submit-button";
import { MEMBER_ROLE_WORDS, type MemberRole } from "#domain/words";
import { errorAt, ProblemNote } from "./problem-note.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { useHash } from "./use-hash.tsx";

type Invitation = { email: string; role: MemberRole; organisation: string };
type SignUp = { token: string; name: string; password: string };

const describe = (token: string): Promise<Invitation> => api.post("/api/v1/welcome", { token });
const accept = (token: string): Promise<unknown> => api.post("/api/v1/welcome/accept", { token });
const toSettings = (): void => window.location.assign("/settings");

/** Makes the account and signs in with it; an address that has an account already keeps its password. */
const signUp = async ({ token, name, password, email }: SignUp & { email: string }): Promise<boolean> => {
  await api.post("/api/v1/welcome/account", { token, name, password });
  try {
    await api.post("/api/v1/session", { email, password });
    return true;
  } catch {
    return false;
  }
};

const Accept = ({ token }: { token: string }) => {
  const { submit, isBusy, problem } = useSubmission(accept, toSettings, { staysBusy: true });
  return (
    <div className="form mt-6">
      <ProblemNote problem={problem} />
      <Button tone="primary" size="big" disabled={isBusy} onClick={() => submit(token)}>
        Accept the invitation
      </Button>
    </div>
  );
};

type NewProps = { token: string; email: string; onKnown: () => void };

const NewAccount = ({ token, email, onKnown }: NewProps) => {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const { submit, isBusy, problem } = useSubmission(signUp, (isIn) => (isIn ? toSettings() : onKnown()));
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit({ token, name, password, email });
  };
  return (
    <form className="form mt-6" onSubmit={handleSubmit}>
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
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <PasswordField label="Password" isNew value={password} onChange={setPassword} />
      <ProblemNote problem={problem} shownAt={["name"]} />
      <SubmitButton tone="primary" size="big" disabled={isBusy}>
        {isBusy ? "Making your account" : "Make my account"}
      </SubmitButton>
    </form>
  );
};

/** Where a member's invitation leads: a new account, or one click for who has one. */
export const Welcome = ({ signedInAs }: { signedInAs: string | null }) => {
  const token = useHash();
  const [isKnown, setKnown] = useState(false);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const { submit, problem } = useSubmission(describe, setInvitation);
  useEffect(() => {
    if (token !== null) void submit(token);
  }, [token, submit]);
  if (problem !== null)
    return (
      <>
        <h1 className="headline">This invitation does not open any more</h1>
        <p className="lede mt-2">It was used, has run out, or was taken back. Ask for a new one.</p>
      </>
    );
  if (invitation === null || token === null) return <h1 className="headline">Welcome</h1>;
  const { email, organisation, role } = invitation;
  return (
    <>
      <h1 className="headline">
        Welcome to <bdi>{organisation}</bdi>
      </h1>
      <p className="lede mt-2">
        You are invited as {role === "member" ? "a member" : `an ${MEMBER_ROLE_WORDS[role].toLowerCase()}`}, as {email}.
      </p>
      {signedInAs === email ? <Accept token={token} /> : null}
      {signedInAs !== email && !isKnown ? (
        <NewAccount token={token} email={email} onKnown={() => setKnown(true)} />
      ) : null}
      {signedInAs !== email && isKnown ? (
        <div className="form mt-6">
          <p>Sign in with the password you have here: then accept.</p>
          <SignInForm email={email} onSignedIn={() => window.location.reload()} />
        </div>
      ) : null}
    </>
  );
};
