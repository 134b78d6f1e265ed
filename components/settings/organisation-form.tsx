"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { SubmitButton } from "#components/ui/submit-button";
import { TextArea } from "#components/ui/text-area";
import { DoneNote } from "./done-note.tsx";
import { SettingsSection } from "./settings-section.tsx";

type Settings = { timeZone: string | null; domains: string[] };
type Props = { organisation: string } & Settings;

const domainsIn = (text: string): string[] => text.split(/[\s,;]+/).filter((word) => word !== "");

/** Time zone and mail domains; a domain vouches for whoever proves a mailbox in it. */
export const OrganisationForm = ({ organisation, timeZone, domains }: Props) => {
  const [zone, setZone] = useState(timeZone ?? "");
  const [list, setList] = useState(domains.join("\n"));
  const [done, setDone] = useState<string | null>(null);
  const save = (wish: Settings): Promise<unknown> => api.post(`/api/v1/organisations/${organisation}/settings`, wish);
  const { submit, isBusy, problem } = useSubmission(save, () => setDone("Saved"));
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setDone(null);
    void submit({ timeZone: zone.trim() === "" ? null : zone.trim(), domains: domainsIn(list) });
  };
  return (
    <SettingsSection title="Organisation">
      <form className="form" onSubmit={handleSubmit}>
        <Field label="Time zone" hint="As Europe/Berlin; empty: none" error={errorAt(problem, "timeZone")}>
          {(control) => (
            <Input {...control} tall maxLength={64} value={zone} onChange={({ target }) => setZone(target.value)} />
          )}
        </Field>
        <Field label="Mail domains" hint="One a line. Whoever proves a mailbox here needs nobody to vouch.">
          {(control) => (
            <TextArea
              {...control}
              className="block w-full"
              rows={3}
              value={list}
              onChange={({ target }) => setList(target.value)}
            />
          )}
        </Field>
        <ProblemNote problem={problem} shownAt={["timeZone"]} />
        <DoneNote text={done} />
        <p>
          <SubmitButton disabled={isBusy}>Save</SubmitButton>
        </p>
      </form>
    </SettingsSection>
  );
};
