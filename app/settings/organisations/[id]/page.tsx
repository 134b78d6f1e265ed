import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuditLink } from "#components/settings/audit-link";
import { Members } from "#components/settings/members";
import { OrganisationForm } from "#components/settings/organisation-form";
import { SettingsPage } from "#components/settings/settings-page";
import { readOwnOrganisation } from "#server/reads/read-own-organisation";
import { whoMustAsk } from "../../../who-asks.ts";
import { settingsPlaces } from "../../settings-places.ts";

export const metadata: Metadata = { title: "Organisation" };

type Props = { params: Promise<{ id: string }> };

const OrganisationSettings = async ({ params }: Props) => {
  const { id } = await params;
  const path = `/settings/organisations/${id}`;
  const me = await whoMustAsk(path);
  const organisation = await readOwnOrganisation(me, id);
  if (organisation === null) notFound();
  const administers = me.organisations.some((one) => one.id === id && one.role === "admin");
  const { name, code, timeZone, domains } = organisation;
  return (
    <SettingsPage title={name} lede={code} places={settingsPlaces(me)} here={path}>
      <Members organisation={id} me={me.person.id} />
      <OrganisationForm organisation={id} timeZone={timeZone} domains={domains} />
      {administers ? (
        <AuditLink
          path={`${path}/audit`}
          hint="Who joined, was invited, was given a role or left, to read and to take home, signed."
        />
      ) : null}
    </SettingsPage>
  );
};

export default OrganisationSettings;
