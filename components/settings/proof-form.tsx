"use client";

import { type ReactNode, type SubmitEvent, useState } from "react";
import type { Proof } from "#client/use-factors";
import { useSubmission } from "#client/use-submission";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { Button } from "#components/ui/button";
import { SubmitButton } from "#components/ui/submit-button";
import { PasswordField } from "./password-field.tsx";

type Props<O> = {
  hasPassword: boolean;
  /** Names the act. */
  act: string;
  send: (proof: Proof) => Promise<O>;
  onDone: (answer: O) => void;
  onCancel?: () => void;
  children?: ReactNode;
};

/** A change of how one signs in: the password once more, where there is one, and the act. */
export const ProofForm = <O,>({ hasPassword, act, send, onDone, onCancel, children }: Props<O>) => {
  const [password, setPassword] = useState("");
  const { submit, isBusy, problem } = useSubmission(send, onDone);
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(hasPassword ? { password } : {});
  };
  return (
    <form className="form" onSubmit={handleSubmit}>
      {children}
      {hasPassword ? (
        <PasswordField
          label="Your password"
          value={password}
          onChange={setPassword}
          error={errorAt(problem, "password")}
        />
      ) : null}
      <ProblemNote problem={problem} shownAt={hasPassword ? ["password"] : []} />
      <p className="flex flex-wrap gap-2">
        <SubmitButton disabled={isBusy}>{act}</SubmitButton>
        {onCancel === undefined ? null : (
          <Button tone="ghost" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </p>
    </form>
  );
};
