import type { Metadata } from "next";
import { notFound } from "next/navigation";
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
      <InstallationLists me={me.person.id} own={me.organisations.map(({ id }) => id)} />
    </SettingsPage>
  );
};

export default InstallationPage;
