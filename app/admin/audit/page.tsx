import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { choiceIn, filterOf } from "#components/audit/audit-filter";
import { AuditView, Verified } from "#components/audit/audit-view";
import { ACT_WORDS } from "#components/audit/audit-words";
import { SettingsPage } from "#components/settings/settings-page";
import { readPlatformScreen } from "#server/reads/read-acts";
import { settingsPlaces } from "../../settings/settings-places.ts";
import { whoMustAsk } from "../../who-asks.ts";

export const metadata: Metadata = { title: "Audit of the installation" };

type Props = { searchParams: Promise<Record<string, string | string[]>> };

const InstallationAudit = async ({ searchParams }: Props) => {
  const query = await searchParams;
  const me = await whoMustAsk("/admin/audit");
  const choice = choiceIn(query);
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const screen = await readPlatformScreen(me, { cursor, filter: filterOf(choice) });
  if (screen === null) notFound();
  const { acts, now, people, organisations } = screen;
  const { incidentEntries, checkpointAt, state } = acts;
  return (
    <SettingsPage
      title="Installation"
      lede="What was done to the platform and its accounts. What incidents hold is not shown here."
      places={settingsPlaces(me)}
      here={me.platformAdmin ? "/admin" : "/admin/audit"}
    >
      <section className="audit-acts" aria-label="Audit">
        <AuditView
          path="/admin/audit"
          exports="/api/v1/audit/export"
          lede="Who did what, without content. Everything counts for whether it verifies, incidents too."
          above={
            <>
              <Verified state={state} checkpointAt={checkpointAt} now={now} />
              <p className="audit-total">
                {incidentEntries === 1 ? "One entry" : `${incidentEntries} entries`} in all incidents.{" "}
                <a className="link" href="/api/v1/audit/checkpoint" download="muster-checkpoint.json">
                  Keep a sealed checkpoint
                </a>
              </p>
            </>
          }
          choice={choice}
          actions={ACT_WORDS}
          now={now}
          audit={acts}
          people={people}
          organisations={organisations}
          isOlder={cursor !== undefined}
        />
      </section>
    </SettingsPage>
  );
};

export default InstallationAudit;
