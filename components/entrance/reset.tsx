"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { PasswordField } from "#components/settings/password-field";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { SubmitButton } from "#components/ui/submit-button";
import { errorAt, ProblemNote } from "./problem-note.tsx";
import { useHash } from "./use-hash.tsx";

const ask = (email: string): Promise<unknown> => api.post("/api/v1/password-reset", { email });
type Finish = { token: string; password: string };
const finish = (wish: Finish): Promise<unknown> => api.post("/api/v1/password-reset/finish", wish);
const toSignIn = (): void => window.location.assign("/sign-in");

const AskForLink = () => {
  const [email, setEmail] = useState("");
  const [isAsked, setAsked] = useState(false);
  const { submit, isBusy, problem } = useSubmission(ask, () => setAsked(true));
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(email);
  };
  if (isAsked)
    return (
      <p className="lede mt-2" role="status">
        If somebody has an account with this address, a mail with a link is on its way. It works for 30 minutes.
      </p>
    );
  return (
    <form className="form mt-6" onSubmit={handleSubmit}>
      <Field label="Work e-mail" error={errorAt(problem, "email")}>
        {(control) => (
          <Input
            {...control}
            tall
            required
            type="email"
            autoComplete="username"
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
        )}
      </Field>
      <ProblemNote problem={problem} shownAt={["email"]} />
      <SubmitButton tone="primary" size="big" disabled={isBusy}>
        Mail me a link
      </SubmitButton>
    </form>
  );
};

const NewPassword = ({ token }: { token: string }) => {
  const [password, setPassword] = useState("");
  const { submit, isBusy, problem } = useSubmission(finish, toSignIn, { staysBusy: true });
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit({ token, password });
  };
  return (
    <form className="form mt-6" onSubmit={handleSubmit}>
      <PasswordField
        label="New password"
        isNew
        value={password}
        onChange={setPassword}
        error={errorAt(problem, "password")}
      />
      <ProblemNote problem={problem} shownAt={["password"]} />
      <p className="text-muted">You are signed out everywhere, then sign in with it.</p>
      <SubmitButton tone="primary" size="big" disabled={isBusy}>
        Set the password
      </SubmitButton>
    </form>
  );
};

/** Asks for a link, or sets the password by the one in the address. */
export const Reset = () => {
  const token = useHash();
  return (
    <>
      <h1 className="headline">Set a new password</h1>
      {token === null || token === "" ? <AskForLink /> : <NewPassword token={token} />}
    </>
  );
};
