"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "#client/api";
import { useConnection } from "#client/use-incident";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Sheet } from "#components/ui/sheet";
import { useRoom } from "./room.tsx";

type Credentials = { email: string; password: string };

const SignInForm = ({ signedIn }: { signedIn: () => Promise<"same" | "another" | "nobody"> }) => {
  const signIn = useMutation({
    mutationFn: async (credentials: Credentials) => {
      await api.post("/api/v1/session", credentials);
      return signedIn();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: String(form.get("email")), password: String(form.get("password")) });
  };
  const error =
    signIn.error?.message ??
    (signIn.data === "another" ? "That is another person: what waits here belongs to the one before." : undefined);
  return (
    <form onSubmit={submit} className="grid gap-3 py-4">
      <Field label="E-mail">
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required tall />}
      </Field>
      <Field label="Password" error={error}>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" required tall />
        )}
      </Field>
      <Button type="submit" tone="primary" size="big" disabled={signIn.isPending}>
        Sign in and go on
      </Button>
    </form>
  );
};

/** The server knows this page's reader no more: it says so, keeps what is written, and signs in on the spot. */
export const LostSession = () => {
  const { state, signedIn } = useConnection(useRoom().incidentId);
  const [isLater, setLater] = useState(false);
  if (state === "removed") {
    return (
      <Sheet open onClose={() => window.location.assign("/")} title="You are no longer in this incident">
        <p className="py-4">
          What you had on this page is not shown any more. Ask the commander if this surprises you.
        </p>
        <a className="btn btn-primary" href="/">
          My incidents
        </a>
      </Sheet>
    );
  }
  if (state !== "signed-out") return null;
  if (isLater) {
    return (
      <Button tone="primary" className="sign-in-again" onClick={() => setLater(false)}>
        Signed out – sign in
      </Button>
    );
  }
  return (
    <Sheet open onClose={() => setLater(true)} title="You are signed out">
      <p className="pt-4">What you have written stays on this device and is sent when you are back.</p>
      <SignInForm signedIn={signedIn} />
      <p className="text-muted">
        No password? Open your invitation link again, or <a href="/">take a seat in the drill</a>.
      </p>
    </Sheet>
  );
};
