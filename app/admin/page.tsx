import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuditLink } from "#components/settings/audit-link";
import { InstallationLists } from "#components/settings/installation-lists";
import { SettingsPage } from "#components/settings/settings-page";
import { settingsPlaces } from "../settings/settings-places.ts";
import { whoMustAsk } from "../who-asks.ts";

export const metadata: Metadata = { title: "Installation" };

const InstallationPage = async () => {
  const me = await whoMustAsk("/admin");
  if (!me.platformAdmin) notFound();
  return (
    <SettingsPage
      title="Installation"
      lede="Organisations and people. What incidents hold is not shown here."
      places={settingsPlaces(me)}
      here="/admin"
    >
      <AuditLink
        path="/admin/audit"
        hint="What was done to the platform and its accounts, and whether all of it verifies."
      />
      <InstallationLists me={me.person.id} own={me.organisations.map(({ id }) => id)} />
    </SettingsPage>
  );
};

export default InstallationPage;
