"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { SubmitButton } from "#components/ui/submit-button";
import { DoneNote } from "./done-note.tsx";
import { SettingsSection } from "./settings-section.tsx";

const rename = (name: string): Promise<unknown> => api.post("/api/v1/me/name", { name });

export const NameForm = ({ name: known }: { name: string }) => {
  const [name, setName] = useState(known);
  const [done, setDone] = useState<string | null>(null);
  const { submit, isBusy, problem } = useSubmission(rename, () => setDone("Saved"));
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setDone(null);
    void submit(name);
  };
  return (
    <SettingsSection title="Name" hint="Incidents you are in keep the name you came in with.">
      <form className="form" onSubmit={handleSubmit}>
        <Field label="Your name" error={errorAt(problem, "name")}>
          {(control) => (
            <Input
              {...control}
              tall
              required
              maxLength={80}
              autoComplete="name"
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <ProblemNote problem={problem} shownAt={["name"]} />
        <DoneNote text={done} />
        <p>
          <SubmitButton disabled={isBusy}>Save name</SubmitButton>
        </p>
      </form>
    </SettingsSection>
  );
};
