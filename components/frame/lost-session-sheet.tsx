"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Sheet } from "#components/ui/sheet";

export type Back = "same" | "another" | "nobody";
type Credentials = { email: string; password: string };

const signIn = (credentials: Credentials): Promise<unknown> => api.post("/api/v1/session", credentials);

const SignInForm = ({ signedIn }: { signedIn: () => Promise<Back> }) => {
  const [back, setBack] = useState<Back>("same");
  const { submit, isBusy, problem } = useSubmission(signIn, () => void signedIn().then(setBack));
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void submit({ email: String(form.get("email")), password: String(form.get("password")) });
  };
  const error = back === "another" ? "That is another person: what waits here belongs to the one before." : undefined;
  return (
    <form onSubmit={handleSubmit} className="grid gap-3 py-4">
      <Field label="E-mail">
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required tall />}
      </Field>
      <Field label="Password" error={problem?.message ?? error}>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" required tall />
        )}
      </Field>
      <Button type="submit" tone="primary" size="big" disabled={isBusy}>
        Sign in and go on
      </Button>
    </form>
  );
};

const toMyIncidents = (): void => window.location.assign("/");

type Props = { isRemoved: boolean; signedIn: () => Promise<Back>; onLater: () => void };

/** Why the page goes on no more, and the way back in. */
export const LostSessionSheet = ({ isRemoved, signedIn, onLater }: Props) =>
  isRemoved ? (
    <Sheet onClose={toMyIncidents} title="You are no longer in this incident">
      <p className="py-4">What you had on this page is not shown any more. Ask the commander if this surprises you.</p>
      <a className="btn btn-primary" href="/">
        My incidents
      </a>
    </Sheet>
  ) : (
    <Sheet onClose={onLater} title="You are signed out">
      <p className="pt-4">What you have written stays on this device and is sent when you are back.</p>
      <SignInForm signedIn={signedIn} />
      <p className="text-muted">
        No password? Open your invitation link again, or <a href="/">take a seat in the drill</a>.
      </p>
    </Sheet>
  );
