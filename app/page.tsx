import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { PlainPage } from "#components/entrance/plain-page";
import { FirstRun } from "#components/first-run/first-run";
import { ExerciseBar } from "#components/frame/exercise-bar";
import { AccountLink } from "#components/incidents/account-link";
import { type MyIncident, MyIncidents } from "#components/incidents/my-incidents";
import { incidentTime } from "#domain/clocks";
import { firstScreenOf, incidentPath } from "#domain/first-screen";
import { roleWord } from "#domain/role-word";
import { totalsOf } from "#domain/totals";
import { ownOrganisation } from "#server/access/me";
import type { Me } from "#server/access/session";
import { type Installation, readInstallation } from "#server/reads/read-installation";
import { readMyIncidents } from "#server/reads/read-my-incidents";
import { whoAsks } from "./who-asks.ts";

export const generateMetadata = async (): Promise<Metadata> =>
  (await whoAsks()) === null ? { title: "Take a seat" } : { title: "My incidents" };

type Drill = NonNullable<Installation["drill"]>;

const FirstVisit = ({ drill, seat }: { drill: Drill; seat: MyIncident | undefined }) => {
  const { incident } = drill.board;
  const at = Date.parse(drill.at);
  const { total, affected, silent } = totalsOf(drill.board, incidentTime(incident, at));
  const clock = incident.clock ?? { at: drill.at, since: drill.at, speed: 1, paused: false };
  return (
    <PlainPage notice={<ExerciseBar />} actions={<a href="/sign-in">Sign in</a>}>
      <FirstRun
        drill={{
          id: drill.id,
          title: incident.title,
          clock,
          declaredAt: incident.declaredAt,
          totals: { total, affected, silent },
        }}
        renderedAt={drill.at}
        seat={
          seat === undefined
            ? null
            : { role: roleWord(seat.role).toLowerCase(), path: incidentPath(seat.id, firstScreenOf(seat.role)) }
        }
      />
    </PlainPage>
  );
};

const Home = ({ me, incidents }: { me: Me; incidents: readonly MyIncident[] }) => (
  <PlainPage actions={<AccountLink name={me.person.name} />}>
    <MyIncidents
      incidents={incidents}
      renderedAt={new Date().toISOString()}
      mayDeclare={ownOrganisation(me) !== null}
    />
  </PlainPage>
);

const HomePage = async () => {
  const me = await whoAsks();
  const installation = await readInstallation((await headers()).get("host"));
  const incidents = me === null ? [] : await readMyIncidents(me);
  if (installation.drill !== null) {
    const { drill } = installation;
    return <FirstVisit drill={drill} seat={incidents.find(({ id }) => id === drill.id)} />;
  }
  if (me === null) redirect("/sign-in");
  return <Home me={me} incidents={incidents} />;
};

export default HomePage;
