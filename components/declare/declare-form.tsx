"use client";

import { type SubmitEvent, useState } from "react";
import { api } from "#client/api";
import { newId } from "#client/new-id";
import { useSubmission } from "#client/use-submission";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { Field } from "#components/ui/field";
import { Icon } from "#components/ui/icon";
import { Input } from "#components/ui/input";
import { Segments } from "#components/ui/segments";
import { Select } from "#components/ui/select";
import { SubmitButton } from "#components/ui/submit-button";
import type { CommandInputOf } from "#domain/command";
import { MARKING_MEANINGS } from "#domain/marking-meanings";
import { TEMPLATES } from "#domain/templates";
import type { Marking } from "#domain/words";
import "./declare.css";

type Declaration = CommandInputOf<"incident.declare">;
type Declared = { incident: { id: string } };
const declare = (wish: Declaration): Promise<Declared> => api.post("/api/v1/incidents", wish);

const SEVERITIES = ["1", "2", "3", "4", "5"] as const;
type Severity = (typeof SEVERITIES)[number];
const SEVERITY_WORDS: Record<Severity, string> = {
  "1": "worst: many organisations, lives or the public at risk",
  "2": "critical services stopped in several organisations",
  "3": "serious, in few organisations",
  "4": "limited",
  "5": "minor, for the record",
};

const CADENCES = ["usual", "15", "30", "60", "120", "240"] as const;
type Cadence = (typeof CADENCES)[number];
const CADENCE_WORDS: Record<Cadence, string> = {
  usual: "as usual for the severity",
  "15": "every 15 min",
  "30": "every 30 min",
  "60": "every hour",
  "120": "every 2 h",
  "240": "every 4 h",
};
const CADENCE_OPTIONS = CADENCES.map((value) => ({ value, label: CADENCE_WORDS[value] }));

/** Nothing laxer than TLP:AMBER can be the default of an incident. */
const DEFAULT_MARKINGS = ["TLP:AMBER", "TLP:AMBER+STRICT"] as const satisfies readonly Marking[];
type DefaultMarking = (typeof DEFAULT_MARKINGS)[number];
const MARKING_OPTIONS = DEFAULT_MARKINGS.map((value) => ({ value, label: `${value}: ${MARKING_MEANINGS[value]}` }));

const OWN_PARTS = ["affected", "coordinator"] as const;
type OwnPart = (typeof OWN_PARTS)[number];
const OWN_PART_WORDS: Record<OwnPart, string> = {
  affected: "is affected, and reports",
  coordinator: "coordinates only",
};

/** Whose work is to coordinate mostly does; everybody else is hit himself. */
export const usualPart = (sector: string): OwnPart => (sector === "government" ? "coordinator" : "affected");

type Options = { cadence: Cadence; marking: DefaultMarking; isRestricted: boolean; isDrill: boolean };
const noOptions: Options = { cadence: "usual", marking: "TLP:AMBER", isRestricted: false, isDrill: false };

type OptionsProps = {
  options: Options;
  /** The template is an exercise by itself, with a pace of its own. */
  isPlayed: boolean;
  onChange: (options: Options) => void;
};

const MoreOptions = ({ options, isPlayed, onChange }: OptionsProps) => (
  <details className="folded">
    <summary>
      <Icon name="down" />
      More options
    </summary>
    <div className="form pt-2">
      <div className="form-pair">
        <Field label="A word is expected">
          {(control) => (
            <Select
              {...control}
              tall
              disabled={isPlayed}
              value={options.cadence}
              options={CADENCE_OPTIONS}
              onChoose={(chosen) => onChange({ ...options, cadence: chosen })}
            />
          )}
        </Field>
        <Field label="Marking unless said">
          {(control) => (
            <Select
              {...control}
              tall
              value={options.marking}
              options={MARKING_OPTIONS}
              onChoose={(marking) => onChange({ ...options, marking })}
            />
          )}
        </Field>
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={options.isRestricted}
          onChange={({ target }) => onChange({ ...options, isRestricted: target.checked })}
        />
        <span>
          Restricted<small>Only people you invite know that it exists.</small>
        </span>
      </label>
      <label className="check">
        <input
          type="checkbox"
          disabled={isPlayed}
          checked={isPlayed || options.isDrill}
          onChange={({ target }) => onChange({ ...options, isDrill: target.checked })}
        />
        <span>
          This is an exercise<small>Striped on every page and print. It can never become a real incident.</small>
        </span>
      </label>
    </div>
  </details>
);

const SeverityChoice = ({ value, onChoose }: { value: Severity; onChoose: (severity: Severity) => void }) => (
  <div className="field">
    <span aria-hidden="true">Severity</span>
    <div className="severity-choice mt-1">
      <Segments
        legend="Severity, 1 is the worst"
        name="severity"
        value={value}
        segments={SEVERITIES.map((severity) => ({ value: severity, label: severity }))}
        onChoose={onChoose}
      />
    </div>
    <p className="field-hint mt-1" aria-live="polite">
      Severity {value}: {SEVERITY_WORDS[value]}
    </p>
  </div>
);

const SHOWN_AT_FIELDS = ["title"];

type Draft = { title: string; severity: Severity; template: string; ownPart: OwnPart; options: Options };

const declarationOf = (
  id: string,
  { title, severity, template, ownPart, options }: Draft,
  isPlayed: boolean,
): Declaration => ({
  id,
  kind: "incident.declare",
  title,
  severity: Number(severity),
  mode: isPlayed || options.isDrill ? "drill" : "real",
  template,
  ...(isPlayed || options.cadence === "usual" ? {} : { cadenceMin: Number(options.cadence) }),
  restricted: options.isRestricted,
  defaultMarking: options.marking,
  ...(isPlayed ? {} : { ownPart }),
});

/** Title, severity, template: then the board opens. */
export const DeclareForm = ({ own }: { own: { name: string; sector: string } }) => {
  const [id] = useState(newId);
  const [title, setTitle] = useState("");
  const [severity, setSeverity] = useState<Severity>("2");
  const [template, setTemplate] = useState(TEMPLATES[0]?.key ?? "");
  const [ownPart, setOwnPart] = useState(usualPart(own.sector));
  const [options, setOptions] = useState(noOptions);
  const chosen = TEMPLATES.find(({ key }) => key === template);
  const isPlayed = chosen?.drill === true;
  const { submit, isBusy, problem } = useSubmission(
    declare,
    ({ incident }) => window.location.assign(`/i/${incident.id}`),
    { staysBusy: true },
  );
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(declarationOf(id, { title, severity, template, ownPart, options }, isPlayed));
  };
  return (
    <form className="form mt-6" onSubmit={handleSubmit}>
      <Field label="What is happening" error={errorAt(problem, "title")}>
        {(control) => (
          <Input
            {...control}
            tall
            autoFocus
            required
            maxLength={200}
            autoComplete="off"
            value={title}
            onChange={({ target }) => setTitle(target.value)}
          />
        )}
      </Field>
      <SeverityChoice value={severity} onChoose={setSeverity} />
      <Field label="Template" hint={chosen?.about}>
        {(control) => (
          <Select
            {...control}
            tall
            value={template}
            options={TEMPLATES.map(({ key, name }) => ({ value: key, label: name }))}
            onChoose={setTemplate}
          />
        )}
      </Field>
      {isPlayed ? null : (
        <Field label={own.name}>
          {(control) => (
            <Select
              {...control}
              tall
              value={ownPart}
              options={OWN_PARTS.map((value) => ({ value, label: OWN_PART_WORDS[value] }))}
              onChoose={setOwnPart}
            />
          )}
        </Field>
      )}
      <MoreOptions options={options} isPlayed={isPlayed} onChange={setOptions} />
      <ProblemNote problem={problem} shownAt={SHOWN_AT_FIELDS} />
      <SubmitButton tone="primary" size="big" disabled={isBusy}>
        {isBusy ? "Declaring" : "Declare and open the board"}
      </SubmitButton>
    </form>
  );
};
