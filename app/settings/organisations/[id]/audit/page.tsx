import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { choiceIn, filterOf } from "#components/audit/audit-filter";
import { AuditView } from "#components/audit/audit-view";
import { ORGANISATION_ACT_WORDS } from "#components/audit/audit-words";
import { SettingsPage } from "#components/settings/settings-page";
import { readOrganisationScreen } from "#server/reads/read-acts";
import { whoMustAsk } from "../../../../who-asks.ts";
import { settingsPlaces } from "../../../settings-places.ts";

export const metadata: Metadata = { title: "Audit of the organisation" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[]>> };

const OrganisationAudit = async ({ params, searchParams }: Props) => {
  const { id } = await params;
  const query = await searchParams;
  const path = `/settings/organisations/${id}`;
  const me = await whoMustAsk(`${path}/audit`);
  const choice = choiceIn(query);
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const screen = await readOrganisationScreen(me, id, { cursor, filter: filterOf(choice) });
  const own = screen?.own;
  if (screen === null || own === undefined) notFound();
  return (
    <SettingsPage
      title={own.name}
      lede={own.code}
      places={settingsPlaces(me)}
      here={own.role === "admin" ? path : `${path}/audit`}
    >
      <section className="audit-acts" aria-label="Audit">
        <AuditView
          path={`${path}/audit`}
          exports={`/api/v1/organisations/${id}/audit/export`}
          lede="What was done to the organisation's accounts and members. What was done in an incident stands there."
          choice={choice}
          actions={ORGANISATION_ACT_WORDS}
          now={screen.now}
          audit={screen.acts}
          people={screen.people}
          organisations={[]}
          isOlder={cursor !== undefined}
        />
      </section>
    </SettingsPage>
  );
};

export default OrganisationAudit;
