import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { choiceIn, filterOf } from "#components/audit/audit-filter";
import { AuditView } from "#components/audit/audit-view";
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
  return (
    <main id="main" className="audit" tabIndex={-1}>
      <AuditView incident={incident} choice={choice} isOlder={cursor !== undefined} {...screen} />
    </main>
  );
};

export default AuditScreen;
