"use client";

import { type SubmitEvent, useState } from "react";
import { type BegunApp, useFactors } from "#client/use-factors";
import { useSubmission } from "#client/use-submission";
import { errorAt, ProblemNote } from "#components/entrance/problem-note";
import { QrCode } from "#components/people/qr-code";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Moment } from "#components/ui/moment";
import { SubmitButton } from "#components/ui/submit-button";
import { ProofForm } from "./proof-form.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SettingsSection } from "./settings-section.tsx";

type EnrolProps = {
  app: BegunApp;
  confirm: (code: string) => Promise<{ recoveryCodes: string[] }>;
  onDone: (codes: string[]) => void;
};

const EnrolApp = ({ app, confirm, onDone }: EnrolProps) => {
  const [code, setCode] = useState("");
  const { submit, isBusy, problem } = useSubmission(confirm, ({ recoveryCodes }) => onDone(recoveryCodes));
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(code);
  };
  return (
    <div className="card enrol-app">
      <QrCode text={app.uri} label="The secret as a QR code, for the camera of your app" />
      <form className="form" onSubmit={handleSubmit}>
        <p>
          Scan it with your app, or type this secret:
          <span className="mono block wrap-anywhere">{app.secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</span>
        </p>
        <Field label="Code from the app" error={errorAt(problem, "code")}>
          {(control) => (
            <Input
              {...control}
              tall
              required
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={10}
              value={code}
              onChange={({ target }) => setCode(target.value)}
            />
          )}
        </Field>
        <ProblemNote problem={problem} shownAt={["code"]} />
        <p>
          <SubmitButton tone="primary" disabled={isBusy}>
            Turn it on
          </SubmitButton>
        </p>
      </form>
    </div>
  );
};

type Props = { hasPassword: boolean; renderedAt: string };

/** Codes of an app after the password, and what replaces them when the app is lost. */
export const Authenticator = ({ hasPassword, renderedAt }: Props) => {
  const { factors, beginApp, confirmApp, removeApp, renewCodes } = useFactors();
  const [app, setApp] = useState<BegunApp | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [asks, setAsks] = useState<"remove" | "renew" | null>(null);
  if (factors === null || !hasPassword) return null;
  const { totp, recoveryCodes, passkeys } = factors;
  const cancel = () => setAsks(null);
  const shown = (made: string[] | null) => {
    setCodes(made);
    setApp(null);
    setAsks(null);
  };
  return (
    <SettingsSection title="Authenticator app" hint="After your password, a code that only your phone knows.">
      {codes === null ? null : <RecoveryCodes codes={codes} />}
      {totp === null ? null : (
        <p>
          On since <Moment at={totp.since} now={Date.parse(renderedAt)} />.
        </p>
      )}
      {totp === null && passkeys.length === 0 ? null : <p>{recoveryCodes} recovery codes left.</p>}
      {totp === null && app === null ? (
        <ProofForm key="begin" hasPassword={hasPassword} act="Set up an app" send={beginApp} onDone={setApp} />
      ) : null}
      {app === null ? null : <EnrolApp app={app} confirm={confirmApp} onDone={shown} />}
      {asks === "remove" ? (
        <ProofForm
          key="remove"
          hasPassword={hasPassword}
          act="Remove the app"
          send={removeApp}
          onDone={() => shown(null)}
          onCancel={cancel}
        />
      ) : null}
      {asks === "renew" ? (
        <ProofForm
          key="renew"
          hasPassword={hasPassword}
          act="Make new recovery codes"
          send={renewCodes}
          onDone={({ recoveryCodes: made }) => shown(made)}
          onCancel={cancel}
        />
      ) : null}
      {asks !== null ? null : (
        <p className="flex flex-wrap gap-2">
          {totp === null && passkeys.length === 0 ? null : (
            <Button onClick={() => setAsks("renew")}>New recovery codes</Button>
          )}
          {totp === null ? null : <Button onClick={() => setAsks("remove")}>Remove the app</Button>}
        </p>
      )}
    </SettingsSection>
  );
};
