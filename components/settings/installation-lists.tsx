"use client";

import { type Suspending, useInstallation } from "#client/use-installation";
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
  onChange: (verb: Suspending["verb"]) => void;
};

const Row = ({ name, words, suspended, isBusy, isOwn = false, path, onChange }: RowProps) => {
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
      {isOwn ? null : (
        <Button size="slim" disabled={isBusy} aria-label={`${act} ${name}`} onClick={() => onChange(verb)}>
          {act}
        </Button>
      )}
    </li>
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
      <SettingsSection title="People" hint="Suspended, somebody is signed out everywhere at once and stays out.">
        <ul className="card row-list">
          {lists.people.map(({ id, name, email, platformAdmin, suspended }) => (
            <Row
              key={id}
              name={name}
              words={`${email}${platformAdmin ? ", administers the installation" : ""}`}
              suspended={suspended}
              isBusy={isBusy}
              isOwn={id === me}
              onChange={(verb) => submit({ what: "people", id, verb })}
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
