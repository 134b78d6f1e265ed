import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CatchUp } from "#components/catch-up/catch-up";
import { incidentPath } from "#domain/first-screen";
import { readCatchUp } from "#server/reads/read-catch-up";
import { whoMustAsk } from "../../../who-asks.ts";

export const metadata: Metadata = { title: "Since you were away" };

type Props = { params: Promise<{ incident: string }> };

const CatchUpPage = async ({ params }: Props) => {
  const { incident } = await params;
  const me = await whoMustAsk(incidentPath(incident, "catchup"));
  const catchUp = await readCatchUp(me, incident);
  if (catchUp === null) notFound();
  return (
    <main id="main" className="catch-up" tabIndex={-1}>
      <CatchUp {...catchUp} />
    </main>
  );
};

export default CatchUpPage;
