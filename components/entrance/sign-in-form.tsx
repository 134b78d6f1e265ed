"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { ProblemNote } from "./problem-note.tsx";

type Credentials = { email: string; password: string };
const signIn = (credentials: Credentials): Promise<unknown> => api.post("/api/v1/session", credentials);

/** `next` is where the person wanted to go; only a path of this site. */
export const SignInForm = ({ next }: { next: string }) => {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { submit, isBusy, problem } = useSubmission(signIn, () => window.location.assign(next), { staysBusy: true });
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit({ email, password });
  };
  return (
    <form className="form mt-6" onSubmit={handleSubmit}>
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
      <ProblemNote problem={problem} />
      <Button type="submit" tone="primary" size="big" disabled={isBusy}>
        {isBusy ? "Signing in" : "Sign in"}
      </Button>
    </form>
  );
};
