"use client";

import { useState } from "react";
import { type IdentityItem, useIdentities } from "#client/use-identities";
import { Button } from "#components/ui/button";
import { Moment } from "#components/ui/moment";
import { ProofForm } from "./proof-form.tsx";
import { SettingsSection } from "./settings-section.tsx";

type RowProps = { identity: IdentityItem; now: number; onAsk: (identity: IdentityItem) => void };

const IdentityRow = ({ identity, now, onAsk }: RowProps) => {
  const { name, since, email } = identity;
  const act = since === null ? "Link" : "Unlink";
  return (
    <li>
      <span className="row-words">
        <b>{name}</b>
        <span className="block text-13 text-muted">
          {since === null ? (
            "not linked"
          ) : (
            <>
              linked <Moment at={since} now={now} />
              {email === null ? "" : ` as ${email}`}
            </>
          )}
        </span>
      </span>
      <Button size="slim" aria-label={`${act} ${name}`} onClick={() => onAsk(identity)}>
        {act}
      </Button>
    </li>
  );
};

type Props = { hasPassword: boolean; renderedAt: string };

/** Sign-in by other houses: linked by an explicit act, never by an address. */
export const Identities = ({ hasPassword, renderedAt }: Props) => {
  const { identities, link, unlink } = useIdentities();
  const [asked, setAsked] = useState<IdentityItem | null>(null);
  if (identities === null || identities.length === 0) return null;
  const close = () => setAsked(null);
  return (
    <SettingsSection title="Sign-in providers" hint="Your organisation's own sign-in. It brings no rights with it.">
      <ul className="card row-list">
        {identities.map((identity) => (
          <IdentityRow key={identity.issuer} identity={identity} now={Date.parse(renderedAt)} onAsk={setAsked} />
        ))}
      </ul>
      {asked === null ? null : (
        <ProofForm
          key={asked.issuer}
          hasPassword={hasPassword}
          act={`${asked.since === null ? "Link" : "Unlink"} ${asked.name}`}
          send={(proof) => (asked.since === null ? link : unlink)({ issuer: asked.issuer, ...proof })}
          onDone={close}
          onCancel={close}
        />
      )}
    </SettingsSection>
  );
};
