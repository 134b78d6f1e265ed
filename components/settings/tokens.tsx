"use client";

import { type SubmitEvent, useState } from "react";
import { useSubmission } from "#client/use-submission";
import { type MadeToken, type TokenItem, useTokens } from "#client/use-tokens";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { CopyButton } from "#components/people/copy-button";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Moment } from "#components/ui/moment";
import { SubmitButton } from "#components/ui/submit-button";
import { SettingsSection } from "./settings-section.tsx";

type NewTokenProps = { make: (name: string) => Promise<MadeToken>; onMade: (token: string) => void };

const NewToken = ({ make, onMade }: NewTokenProps) => {
  const [name, setName] = useState("");
  const { submit, isBusy, problem } = useSubmission(make, ({ token }) => {
    setName("");
    onMade(token);
  });
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(name);
  };
  return (
    <form className="form" onSubmit={handleSubmit}>
      <Field label="A new token for" hint="What will use it" error={errorAt(problem, "name")}>
        {(control) => (
          <Input
            {...control}
            tall
            required
            maxLength={80}
            autoComplete="off"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <ProblemNote problem={problem} shownAt={["name"]} />
      <p>
        <SubmitButton disabled={isBusy}>Make a token</SubmitButton>
      </p>
    </form>
  );
};

const Secret = ({ token }: { token: string }) => (
  <div className="card p-4" role="status">
    <p>Copy it now: it is shown once, and only its fingerprint is kept.</p>
    <p className="mono my-2 wrap-anywhere">{token}</p>
    <CopyButton text={token} label="Copy token" />
  </div>
);

type ListProps = { tokens: readonly TokenItem[]; now: number; isBusy: boolean; onRevoke: (id: string) => void };

const TokenList = ({ tokens, now, isBusy, onRevoke }: ListProps) => (
  <ul className="card row-list">
    {tokens.map(({ id, name, createdAt }) => (
      <li key={id}>
        <b>{name}</b>
        <span className="row-words text-13 text-muted">
          made <Moment at={createdAt} now={now} />
        </span>
        <Button size="slim" disabled={isBusy} aria-label={`Revoke ${name}`} onClick={() => onRevoke(id)}>
          Revoke
        </Button>
      </li>
    ))}
  </ul>
);

/** Programs act as this person with a token, and lose everything at once when it is revoked. */
export const Tokens = ({ renderedAt }: { renderedAt: string }) => {
  const { tokens, make, revoke } = useTokens();
  const [secret, setSecret] = useState<string | null>(null);
  const { submit, isBusy, problem } = useSubmission(revoke, () => setSecret(null));
  return (
    <SettingsSection title="API tokens" hint="A program with a token may do what you may do, nothing more.">
      {secret === null ? null : <Secret token={secret} />}
      {tokens === null || tokens.length === 0 ? null : (
        <TokenList tokens={tokens} now={Date.parse(renderedAt)} isBusy={isBusy} onRevoke={submit} />
      )}
      <ProblemNote problem={problem} />
      <NewToken make={make} onMade={setSecret} />
    </SettingsSection>
  );
};
