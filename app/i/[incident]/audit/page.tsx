import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { choiceIn, filterOf } from "#components/audit/audit-filter";
import { AuditView, Verified } from "#components/audit/audit-view";
import { ACTION_WORDS } from "#components/audit/audit-words";
import { incidentPath } from "#domain/first-screen";
import { readAuditScreen } from "#server/reads/read-audit";
import { whoMustAsk } from "../../../who-asks.ts";

export const metadata: Metadata = { title: "Audit" };

type Props = {
  params: Promise<{ incident: string }>;
  searchParams: Promise<Record<string, string | string[]>>;
};

const AuditScreen = async ({ params, searchParams }: Props) => {
  const { incident } = await params;
  const query = await searchParams;
  const me = await whoMustAsk(incidentPath(incident, "audit"));
  const choice = choiceIn(query);
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const screen = await readAuditScreen(me, incident, { cursor, filter: filterOf(choice) });
  if (screen === null) notFound();
  const { state, ...rest } = screen;
  return (
    <main id="main" className="audit" tabIndex={-1}>
      <AuditView
        path={incidentPath(incident, "audit")}
        exports={`/api/v1/incidents/${incident}/audit/export`}
        lede="Who did what, without content. Rows about an item stand here for those who may see it."
        above={<Verified {...state} now={rest.now} />}
        choice={choice}
        actions={ACTION_WORDS}
        isOlder={cursor !== undefined}
        {...rest}
      />
    </main>
  );
};

export default AuditScreen;
