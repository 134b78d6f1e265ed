"use client";

import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { SECTORS } from "#domain/sectors";
import { suggestCode } from "#domain/suggest-code";

export type OrganisationDraft = { name: string; code: string; sector: string; isCodeOwn: boolean };
export const emptyOrganisation: OrganisationDraft = { name: "", code: "", sector: "", isCodeOwn: false };

const SECTOR_OPTIONS = [
  { value: "", label: "Choose one" },
  ...SECTORS.map(({ key, name }) => ({ value: key, label: name })),
];

type Props = {
  draft: OrganisationDraft;
  onChange: (draft: OrganisationDraft) => void;
  /** What the server says of a field ("code"). */
  errorOf: (field: string) => string | undefined;
};

/** Name, code and sector of an organisation; the code follows the name until it is typed by hand. */
export const OrganisationFields = ({ draft, onChange, errorOf }: Props) => (
  <>
    <Field label="Organisation" error={errorOf("name")}>
      {(control) => (
        <Input
          {...control}
          tall
          required
          maxLength={80}
          autoComplete="organization"
          value={draft.name}
          onChange={({ target }) =>
            onChange({ ...draft, name: target.value, code: draft.isCodeOwn ? draft.code : suggestCode(target.value) })
          }
        />
      )}
    </Field>
    <div className="form-pair">
      <Field label="Code" hint="3 to 6 capitals or digits, as on the board" error={errorOf("code")}>
        {(control) => (
          <Input
            {...control}
            tall
            required
            className="font-mono"
            minLength={3}
            maxLength={6}
            pattern="[A-Z0-9]{3,6}"
            title="3 to 6 capital letters or digits"
            autoComplete="off"
            spellCheck={false}
            value={draft.code}
            onChange={({ target }) => onChange({ ...draft, code: target.value.toUpperCase(), isCodeOwn: true })}
          />
        )}
      </Field>
      <Field label="Sector">
        {(control) => (
          <Select
            {...control}
            tall
            required
            value={draft.sector}
            options={SECTOR_OPTIONS}
            onChoose={(sector) => onChange({ ...draft, sector })}
          />
        )}
      </Field>
    </div>
  </>
);
