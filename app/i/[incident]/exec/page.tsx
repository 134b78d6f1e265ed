import type { Metadata } from "next";
import { ExecView } from "#components/exec/exec-view";
import { incidentPath } from "#domain/first-screen";
import { readPinned } from "#server/reads/read-item";
import { whoMustAsk } from "../../../who-asks.ts";

export const metadata: Metadata = { title: "Summary" };

const ExecPage = async ({ params }: { params: Promise<{ incident: string }> }) => {
  const { incident } = await params;
  const me = await whoMustAsk(incidentPath(incident, "exec"));
  const pins = await readPinned(me, incident);
  return (
    <main id="main" className="exec-main" tabIndex={-1}>
      <ExecView pinned={pins?.items[0] ?? null} />
    </main>
  );
};

export default ExecPage;
