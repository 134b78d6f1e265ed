"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { SubmitButton } from "#components/ui/submit-button";
import { SettingsSection } from "./settings-section.tsx";

const ask = (): Promise<unknown> => api.post("/api/v1/me/mailbox", {});
const prove = (code: string): Promise<unknown> => api.post("/api/v1/me/mailbox/confirm", { code });

/** An address alone proves nothing: a mailed code does, and may vouch for whoever types it. */
export const Mailbox = ({ email }: { email: string }) => {
  const [code, setCode] = useState("");
  const [isSent, setSent] = useState(false);
  const asking = useSubmission(ask, () => setSent(true));
  const proving = useSubmission(prove, () => window.location.reload(), { staysBusy: true });
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void proving.submit(code);
  };
  return (
    <SettingsSection
      title="Mailbox"
      hint={`Show that ${email} is yours. Where its domain is your organisation's, nobody else needs to vouch for you.`}
    >
      <ProblemNote problem={asking.problem} />
      {isSent ? (
        <form className="form" onSubmit={handleSubmit}>
          <Field label="Code from the mail" error={errorAt(proving.problem, "code")}>
            {(control) => (
              <Input
                {...control}
                tall
                required
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={12}
                value={code}
                onChange={({ target }) => setCode(target.value)}
              />
            )}
          </Field>
          <ProblemNote problem={proving.problem} shownAt={["code"]} />
          <p>
            <SubmitButton disabled={proving.isBusy}>It is mine</SubmitButton>
          </p>
        </form>
      ) : (
        <p>
          <Button disabled={asking.isBusy} onClick={() => asking.submit(undefined)}>
            Mail me a code
          </Button>
        </p>
      )}
    </SettingsSection>
  );
};
