import { buttonClass } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Moment } from "#components/ui/moment";
import { firstScreenOf, incidentPath } from "#domain/first-screen";
import { phaseWord, roleWord } from "#domain/role-word";
import type { Mode } from "#domain/words";
import "./incidents.css";

export type MyIncident = {
  id: string;
  title: string;
  severity: number;
  mode: Mode;
  phase: string;
  role: string;
  organisation: { name: string; code: string };
  declaredAt: string;
};

const IncidentRow = ({ incident, now }: { incident: MyIncident; now: number }) => (
  <li>
    <a className="incident-row" href={incidentPath(incident.id, firstScreenOf(incident.role))}>
      <span className="flex min-w-0 flex-wrap items-center gap-2">
        <span className="sev">Severity {incident.severity}</span>
        {incident.mode === "drill" ? <span className="is-drill">EXERCISE</span> : null}
        <b>
          <bdi>{incident.title}</bdi>
        </b>
      </span>
      <span className="text-13">{phaseWord(incident.phase)}</span>
      <span className="text-13 text-muted">
        {roleWord(incident.role)} for <bdi>{incident.organisation.name}</bdi>, declared{" "}
        <Moment at={incident.declaredAt} now={now} />
      </span>
    </a>
  </li>
);

const IncidentList = ({ title, list, now }: { title: string; list: readonly MyIncident[]; now: number }) =>
  list.length === 0 ? null : (
    <section className="card">
      <h2 className="px-4 py-2 text-13 text-muted">{title}</h2>
      <ul className="incident-list border-line border-t">
        {list.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} now={now} />
        ))}
      </ul>
    </section>
  );

type Props = {
  incidents: readonly MyIncident[];
  /** The server's clock when the page was rendered (ISO 8601). */
  renderedAt: string;
  mayDeclare: boolean;
};

const isOver = ({ phase }: MyIncident): boolean => phase === "closed" || phase === "in-review";

/** Where I take part: what is live first. */
export const MyIncidents = ({ incidents, renderedAt, mayDeclare }: Props) => {
  const now = Date.parse(renderedAt);
  return (
    <div className="incidents">
      <div className="incidents-head">
        <h1 className="headline">My incidents</h1>
        {mayDeclare ? (
          <a href="/declare" className={buttonClass({ tone: "primary", size: "big" })}>
            <Icon name="flag" />
            Declare
          </a>
        ) : null}
      </div>
      {incidents.length === 0 ? (
        <p className="lede">
          You take part in no incident.{" "}
          {mayDeclare ? "Declare one: its board opens at once, and you bring others in there. Or open" : "Open"} the
          link somebody sent you, or <a href="/join">enter the code</a> that was read to you on the phone.
        </p>
      ) : null}
      <IncidentList title="Live" list={incidents.filter((incident) => !isOver(incident))} now={now} />
      <IncidentList title="Over" list={incidents.filter(isOver)} now={now} />
    </div>
  );
};
