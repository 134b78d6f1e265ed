import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { QueryProvider } from "#components/frame/query-provider";
import { PeopleView } from "#components/people/people-view";
import { incidentPath } from "#domain/first-screen";
import { hasMail } from "#server/reads/read-account";
import { readPeople } from "#server/reads/read-people";
import { whoMustAsk } from "../../../who-asks.ts";

export const metadata: Metadata = { title: "People" };

type Props = {
  params: Promise<{ incident: string }>;
  searchParams: Promise<{ invite?: string | string[]; bring?: string | string[] }>;
};

const PeoplePage = async ({ params, searchParams }: Props) => {
  const { incident } = await params;
  const { invite, bring } = await searchParams;
  const me = await whoMustAsk(incidentPath(incident, "people"));
  const people = await readPeople(me, incident);
  if (people === null) notFound();
  return (
    <main id="main" className="people" tabIndex={-1}>
      <QueryProvider>
        <PeopleView
          rendered={people.items}
          preset={typeof invite === "string" ? invite : null}
          mayMail={hasMail()}
          isBringing={bring === "1"}
        />
      </QueryProvider>
    </main>
  );
};

export default PeoplePage;
