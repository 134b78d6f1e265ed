"use client";

import { useState } from "react";
import { enrolPasskey } from "#client/passkey";
import { type PasskeyItem, useFactors } from "#client/use-factors";
import { usePasskeysHere } from "#client/use-passkeys-here";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Moment } from "#components/ui/moment";
import { ProofForm } from "./proof-form.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SettingsSection } from "./settings-section.tsx";

type ListProps = { passkeys: readonly PasskeyItem[]; now: number; onRemove: (passkey: PasskeyItem) => void };

const PasskeyList = ({ passkeys, now, onRemove }: ListProps) => (
  <ul className="card row-list">
    {passkeys.map((passkey) => (
      <li key={passkey.id}>
        <span className="row-words">
          <b>
            <bdi>{passkey.name}</bdi>
          </b>
          <span className="block text-13 text-muted">
            since <Moment at={passkey.createdAt} now={now} />,{" "}
            {passkey.usedAt === null ? (
              "not used yet"
            ) : (
              <>
                last used <Moment at={passkey.usedAt} now={now} relative />
              </>
            )}
          </span>
        </span>
        <Button size="slim" aria-label={`Remove ${passkey.name}`} onClick={() => onRemove(passkey)}>
          Remove
        </Button>
      </li>
    ))}
  </ul>
);

type Props = { hasPassword: boolean; renderedAt: string };

/** Keys of devices: they sign in alone, or stand as the second step after a password. */
export const Passkeys = ({ hasPassword, renderedAt }: Props) => {
  const { factors, readAnew, removePasskey } = useFactors();
  const [name, setName] = useState("");
  const [codes, setCodes] = useState<string[] | null>(null);
  const isHere = usePasskeysHere();
  const [removing, setRemoving] = useState<PasskeyItem | null>(null);
  if (factors === null) return null;
  return (
    <SettingsSection title="Passkeys" hint="Sign in with your device: no password, nothing to be phished.">
      {codes === null ? null : <RecoveryCodes codes={codes} />}
      {factors.passkeys.length === 0 ? null : (
        <PasskeyList passkeys={factors.passkeys} now={Date.parse(renderedAt)} onRemove={setRemoving} />
      )}
      {removing === null && !isHere ? (
        <p>To add one, open this site by its name: at a bare address, or in this browser, there are none.</p>
      ) : null}
      {removing === null && isHere ? (
        <ProofForm
          key="enrol"
          hasPassword={hasPassword}
          act="Add a passkey"
          send={(proof) => enrolPasskey({ name, ...proof })}
          onDone={({ recoveryCodes }) => {
            setName("");
            setCodes(hasPassword ? recoveryCodes : null);
            void readAnew();
          }}
        >
          <Field label="A new passkey on" hint="The device or key it is kept on">
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
        </ProofForm>
      ) : null}
      {removing === null ? null : (
        <ProofForm
          key={removing.id}
          hasPassword={hasPassword}
          act={`Remove ${removing.name}`}
          send={(proof) => removePasskey({ id: removing.id, ...proof })}
          onDone={() => setRemoving(null)}
          onCancel={() => setRemoving(null)}
        />
      )}
    </SettingsSection>
  );
};
