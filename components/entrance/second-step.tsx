"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { signInByPasskey } from "#client/passkey";
import { useSubmission } from "#client/use-submission";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { SubmitButton } from "#components/ui/submit-button";
import { errorAt, ProblemNote } from "./problem-note.tsx";

/** A sign-in that waits for its second step. */
export type Waiting = { ticket: string; factors: { code: boolean; passkey: boolean } };

type Props = { waiting: Waiting; onSignedIn: () => void; onBack: () => void };
type Code = { ticket: string; code: string };
const sendCode = (wish: Code): Promise<unknown> => api.post("/api/v1/session/second-factor", wish);

/** The code of the app, a recovery code, or a passkey. */
export const SecondStep = ({ waiting: { ticket, factors }, onSignedIn, onBack }: Props) => {
  const [code, setCode] = useState("");
  const byCode = useSubmission(sendCode, onSignedIn, { staysBusy: true });
  const byKey = useSubmission(signInByPasskey, onSignedIn, { staysBusy: true });
  const isBusy = byCode.isBusy || byKey.isBusy;
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void byCode.submit({ ticket, code });
  };
  return (
    <form className="form" onSubmit={handleSubmit}>
      {factors.passkey ? (
        <Button tone="primary" size="big" disabled={isBusy} onClick={() => byKey.submit({ ticket })}>
          Use your passkey
        </Button>
      ) : null}
      <Field
        label={factors.code ? "Code from your app" : "Recovery code"}
        {...(factors.code ? { hint: "Or one of your recovery codes" } : {})}
        error={errorAt(byCode.problem, "code")}
      >
        {(control) => (
          <Input
            {...control}
            tall
            required
            autoFocus
            autoComplete="one-time-code"
            spellCheck={false}
            maxLength={30}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
      </Field>
      <ProblemNote problem={byCode.problem ?? byKey.problem} shownAt={["code"]} />
      <SubmitButton tone={factors.passkey ? "plain" : "primary"} size="big" disabled={isBusy}>
        {isBusy ? "Signing in" : "Go on"}
      </SubmitButton>
      <p>
        <Button tone="ghost" onClick={onBack}>
          Back
        </Button>
      </p>
    </form>
  );
};
