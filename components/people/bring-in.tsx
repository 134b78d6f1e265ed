"use client";

import { type SubmitEvent, useState } from "react";
import { addOrganisation, enterOrganisation, useDirectory } from "#client/use-invitations";
import { useSubmission } from "#client/use-submission";
import { emptyOrganisation, OrganisationFields } from "#components/entrance/organisation-fields";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { SubmitButton } from "#components/ui/submit-button";
import { PARTS, type Part } from "#domain/words";

const NEW = "new";
const PART_WORDS: Record<Part, string> = {
  affected: "affected",
  coordinator: "coordinator",
  vendor: "vendor",
  regulator: "regulator",
};

type Props = {
  /** Organisations that are in already. */
  here: ReadonlySet<string>;
  onEntered: (organisation: string) => void;
  onCancel: () => void;
};

/** Brings an organisation into the incident: one the installation knows, or a new one. */
export const BringIn = ({ here, onEntered, onCancel }: Props) => {
  const { incidentId } = useRoom();
  const known = useDirectory(true).filter(({ id }) => !here.has(id));
  const [chosen, setChosen] = useState(NEW);
  const [draft, setDraft] = useState(emptyOrganisation);
  const [part, setPart] = useState<Part>("affected");
  const { submit, isBusy, problem } = useSubmission(async (): Promise<string> => {
    const { name, code, sector } = draft;
    const organisation = chosen === NEW ? (await addOrganisation({ name, code, sector })).id : chosen;
    await enterOrganisation(incidentId, organisation, part);
    return organisation;
  }, onEntered);
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(undefined);
  };
  return (
    <form className="form" onSubmit={handleSubmit}>
      {known.length === 0 ? null : (
        <Field label="From the directory">
          {(control) => (
            <Select
              {...control}
              tall
              value={chosen}
              options={[
                { value: NEW, label: "A new organisation" },
                ...known.map(({ id, name, code }) => ({ value: id, label: `${code} ${name}` })),
              ]}
              onChoose={setChosen}
            />
          )}
        </Field>
      )}
      {chosen === NEW ? (
        <OrganisationFields draft={draft} onChange={setDraft} errorOf={(field) => errorAt(problem, field)} />
      ) : null}
      <Field label="Takes part as">
        {(control) => (
          <Select
            {...control}
            tall
            value={part}
            options={PARTS.map((value) => ({ value, label: PART_WORDS[value] }))}
            onChoose={setPart}
          />
        )}
      </Field>
      <ProblemNote problem={problem} shownAt={["name", "code"]} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton tone="primary" disabled={isBusy}>
          Bring it in
        </SubmitButton>
        <Button onClick={onCancel}>Not now</Button>
      </div>
    </form>
  );
};
