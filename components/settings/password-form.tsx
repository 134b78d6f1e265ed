"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { SubmitButton } from "#components/ui/submit-button";
import { DoneNote } from "./done-note.tsx";
import { PasswordField } from "./password-field.tsx";
import { SettingsSection } from "./settings-section.tsx";

type Change = { current?: string; password: string };
const change = (wish: Change): Promise<unknown> => api.post("/api/v1/me/password", wish);

type Props = { hasPassword: boolean; onChanged?: () => void };

/** All other sessions end with the old password. */
export const PasswordForm = ({ hasPassword, onChanged }: Props) => {
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [done, setDone] = useState<string | null>(null);
  const { submit, isBusy, problem } = useSubmission(change, () => {
    setCurrent("");
    setPassword("");
    setDone("The new password counts. You are signed out everywhere else.");
    onChanged?.();
  });
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setDone(null);
    void submit(hasPassword ? { current, password } : { password });
  };
  return (
    <SettingsSection title="Password" hint="A new one signs you out everywhere but here.">
      <form className="form" onSubmit={handleSubmit}>
        {hasPassword ? (
          <PasswordField
            label="Password now"
            value={current}
            onChange={setCurrent}
            error={errorAt(problem, "password") ?? errorAt(problem, "current")}
          />
        ) : null}
        <PasswordField label="New password" isNew value={password} onChange={setPassword} />
        <ProblemNote problem={problem} shownAt={hasPassword ? ["password", "current"] : []} />
        <DoneNote text={done} />
        <p>
          <SubmitButton disabled={isBusy}>Change password</SubmitButton>
        </p>
      </form>
    </SettingsSection>
  );
};
