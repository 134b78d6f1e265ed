import type { Metadata } from "next";
import { Authenticator } from "#components/settings/authenticator";
import { Identities } from "#components/settings/identities";
import { Mailbox } from "#components/settings/mailbox";
import { NameForm } from "#components/settings/name-form";
import { Passkeys } from "#components/settings/passkeys";
import { PasswordForm } from "#components/settings/password-form";
import { Sessions } from "#components/settings/sessions";
import { SettingsPage } from "#components/settings/settings-page";
import { Tokens } from "#components/settings/tokens";
import { readAccount } from "#server/reads/read-account";
import { whoMustAsk } from "../who-asks.ts";
import { settingsPlaces } from "./settings-places.ts";

export const metadata: Metadata = { title: "Settings" };

type Props = { searchParams: Promise<{ provider?: string | string[] }> };

const PersonalSettings = async ({ searchParams }: Props) => {
  const me = await whoMustAsk("/settings");
  const { hasPassword, mayHavePassword, mayProveMailbox } = await readAccount(me);
  const renderedAt = new Date().toISOString();
  return (
    <SettingsPage title={me.person.name} lede={me.person.email} places={settingsPlaces(me)} here="/settings">
      {(await searchParams).provider === "taken" ? (
        <p className="problem" role="alert">
          This identity belongs to somebody here already.
        </p>
      ) : null}
      <NameForm name={me.person.name} />
      {mayProveMailbox ? <Mailbox email={me.person.email} /> : null}
      {mayHavePassword ? <PasswordForm hasPassword={hasPassword} /> : null}
      <Authenticator hasPassword={hasPassword} renderedAt={renderedAt} />
      <Passkeys hasPassword={hasPassword} renderedAt={renderedAt} />
      <Identities hasPassword={hasPassword} renderedAt={renderedAt} />
      <Sessions renderedAt={renderedAt} />
      <Tokens renderedAt={renderedAt} />
    </SettingsPage>
  );
};

export default PersonalSettings;
