"use client";

import type { ReactNode } from "react";
import { type KnownPerson, type PersonVerb, type Suspending, useInstallation } from "#client/use-installation";
import { useSubmission } from "#client/use-submission";
import { ProblemNote } from "#components/entrance/problem-note";
import { announce } from "#components/frame/announcer";
import { Button } from "#components/ui/button";
import { SettingsSection } from "./settings-section.tsx";

type RowProps = {
  name: string;
  words: string;
  suspended: boolean;
  isBusy: boolean;
  /** Nobody suspends himself. */
  isOwn?: boolean;
  path?: string;
  /** What else can be done to it, before the suspension. */
  more?: ReactNode;
  onChange: (verb: Suspending) => void;
};

const Row = ({ name, words, suspended, isBusy, isOwn = false, path, more, onChange }: RowProps) => {
  const verb = suspended ? "reactivate" : "suspend";
  const act = suspended ? "Reactivate" : "Suspend";
  return (
    <li>
      <span className="row-words">
        <b>
          <bdi>{name}</bdi>
        </b>
        <span className="block text-13 text-muted">
          {words}
          {suspended ? ", suspended" : ""}
        </span>
      </span>
      {path === undefined ? null : (
        <a href={path} aria-label={`Members of ${name}`} className="link text-13">
          Members
        </a>
      )}
      {more}
      {isOwn ? null : (
        <Button size="slim" disabled={isBusy} aria-label={`${act} ${name}`} onClick={() => onChange(verb)}>
          {act}
        </Button>
      )}
    </li>
  );
};

type PersonProps = {
  person: KnownPerson;
  isOwn: boolean;
  isBusy: boolean;
  onChange: (verb: PersonVerb) => void;
};

const PersonRow = ({ person, isOwn, isBusy, onChange }: PersonProps) => {
  const { name, email, platformAdmin, platformAuditor, suspended } = person;
  const audit = platformAuditor ? "End auditing" : "Make auditor";
  const standing = platformAdmin
    ? ", administers the installation"
    : platformAuditor
      ? ", audits the installation"
      : "";
  return (
    <Row
      name={name}
      words={`${email}${standing}`}
      suspended={suspended}
      isBusy={isBusy}
      isOwn={isOwn}
      more={
        isOwn || platformAdmin ? null : (
          <Button
            size="slim"
            disabled={isBusy}
            aria-label={`${audit}: ${name}`}
            onClick={() => onChange(platformAuditor ? "end-auditor" : "make-auditor")}
          >
            {audit}
          </Button>
        )
      }
      onChange={onChange}
    />
  );
};

type Props = { me: string; own: readonly string[] };

/** Organisations and people of the installation. What incidents hold is not for its administrators. */
export const InstallationLists = ({ me, own }: Props) => {
  const { lists, change } = useInstallation();
  const { submit, isBusy, problem } = useSubmission(change, () => announce("Done"));
  if (lists === null) return null;
  return (
    <>
      <ProblemNote problem={problem} />
      <SettingsSection
        title="Organisations"
        hint="Suspended, whoever belongs to one or speaks for it is signed out at once and stays out."
      >
        <ul className="card row-list">
          {lists.organisations.map(({ id, name, code, suspended }) => (
            <Row
              key={id}
              name={name}
              words={code}
              suspended={suspended}
              isBusy={isBusy}
              isOwn={own.includes(id)}
              path={`/settings/organisations/${id}`}
              onChange={(verb) => submit({ what: "organisations", id, verb })}
            />
          ))}
        </ul>
      </SettingsSection>
      <SettingsSection
        title="People"
        hint="Suspended, somebody is signed out everywhere at once and stays out. An auditor reads the audit of this installation, and nothing else."
      >
        <ul className="card row-list">
          {lists.people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isOwn={person.id === me}
              isBusy={isBusy}
              onChange={(verb) => submit({ what: "people", id: person.id, verb })}
            />
          ))}
        </ul>
      </SettingsSection>
      <p className="text-muted">
        {lists.incidents === 1 ? "One incident" : `${lists.incidents} incidents`} on this installation. What they hold
        is for the people in them.
      </p>
    </>
  );
};
