"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { ProblemNote } from "#components/entrance/problem-note";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Icon } from "#components/ui/icon";
import { Input } from "#components/ui/input";

const find = (code: string): Promise<{ token: string }> => api.get(`/api/v1/join-codes/${encodeURIComponent(code)}`);

/** For a code of eight characters that was read out on the phone. */
export const CodeForm = () => {
  const [code, setCode] = useState("");
  const { submit, isBusy, problem } = useSubmission(
    find,
    ({ token }) => window.location.assign(`/join/${encodeURIComponent(token)}`),
    { staysBusy: true },
  );
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(code.replaceAll(/[\s-]/g, "").toUpperCase());
  };
  return (
    <form className="join-form" onSubmit={handleSubmit}>
      <Field label="Code" hint="Eight characters, as in K7MT-4QRW. It works for an hour.">
        {(control) => (
          <Input
            {...control}
            tall
            required
            className="font-mono text-20 tracking-widest uppercase"
            maxLength={12}
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
      </Field>
      <ProblemNote problem={problem} />
      <div className="send-row">
        <Button type="submit" tone="primary" size="big" disabled={isBusy}>
          {isBusy ? "Looking" : "Continue"}
          <Icon name="arrow" />
        </Button>
      </div>
    </form>
  );
};
