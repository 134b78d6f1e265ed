"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { signInByPasskey } from "#client/passkey";
import { usePasskeysHere } from "#client/use-passkeys-here";
import { useSubmission } from "#client/use-submission";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { SubmitButton } from "#components/ui/submit-button";
import { ProblemNote } from "./problem-note.tsx";
import { SecondStep, type Waiting } from "./second-step.tsx";

type Credentials = { email: string; password: string };
type Answer = { ok: true } | ({ ok: false } & Waiting);
const signIn = (credentials: Credentials): Promise<Answer> => api.post("/api/v1/session", credentials);

type Props = {
  onSignedIn: () => void;
  /** The first step asks for nothing but the password of this address. */
  email?: string;
  act?: string;
};

/** Password, then the second step where there is one; or a passkey alone. */
export const SignInForm = ({ onSignedIn, email: known = "", act = "Sign in" }: Props) => {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const [isIn, setIn] = useState(false);
  const mayUsePasskeys = usePasskeysHere();
  const done = () => {
    setIn(true);
    onSignedIn();
  };
  const first = useSubmission(signIn, (answer) => (answer.ok ? done() : setWaiting(answer)));
  const alone = useSubmission(signInByPasskey, done);
  if (waiting !== null) return <SecondStep waiting={waiting} onSignedIn={onSignedIn} onBack={() => setWaiting(null)} />;
  const isBusy = first.isBusy || alone.isBusy || isIn;
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void first.submit({ email, password });
  };
  return (
    <form className="form" onSubmit={handleSubmit}>
      <Field label="Work e-mail">
        {(control) => (
          <Input
            {...control}
            tall
            type="email"
            inputMode="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input
            {...control}
            tall
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <ProblemNote problem={first.problem ?? alone.problem} />
      <SubmitButton tone="primary" size="big" disabled={isBusy}>
        {isBusy ? "Signing in" : act}
      </SubmitButton>
      {mayUsePasskeys ? (
        <Button size="big" disabled={isBusy} onClick={() => alone.submit({})}>
          Sign in with a passkey
        </Button>
      ) : null}
    </form>
  );
};
