"use client";

import { Age } from "#components/ui/age";
import { Icon } from "#components/ui/icon";
import { Meter } from "#components/ui/meter";
import { StatusMark } from "#components/ui/status-mark";
import { NOTHING_READABLE } from "#domain/silence-words";
import { EXPOSURE_WORDS } from "#domain/words";
import { OrganisationLink } from "./organisation-link.tsx";
import { machineFiguresOf, machinesOf, type OrganisationState } from "./organisation-state.tsx";
import { countWords, dueWords, lastSaidWords, neverWords, percentWords } from "./organisation-words.tsx";
import type { SectorGroup } from "./sector-groups.ts";

const Numbers = ({ state }: { state: OrganisationState }) => {
  const figures = machineFiguresOf(state.row);
  if (figures === null) return state.status === "no_report" ? <p className="text-muted">No figures</p> : null;
  const machines = machinesOf(state.row);
  return (
    <div className="org-card-numbers">
      {figures.affected === null ? null : (
        <span>
          <b>{countWords(figures.affected)}</b> machines affected
        </span>
      )}
      {figures.restored === null ? null : (
        <span>
          <b>{countWords(figures.restored)}</b> {figures.affected === null ? "machines back" : "back"}
        </span>
      )}
      {machines === null ? null : (
        <>
          <Meter share={machines.share} label="Back in service" />
          <b>{percentWords(machines.share)}</b>
        </>
      )}
    </div>
  );
};

const lineOf = (state: OrganisationState): string | null => {
  if (state.status !== "no_report") return state.row.text?.text ?? null;
  const lastSaid = lastSaidWords(state);
  if (!state.isHeard) return lastSaid === null ? null : `${NOTHING_READABLE} since: ${lastSaid}.`;
  if (lastSaid !== null) return `Its report has run out: ${lastSaid}.`;
  return "Nobody has told us yet.";
};

type CardProps = { state: OrganisationState; now: number; inviteHref: string | null; onOpen: (id: string) => void };

const Card = ({ state, now, inviteHref, onOpen }: CardProps) => {
  const { row, status } = state;
  const line = lineOf(state);
  const isLate = state.freshness === "overdue" && state.ageMs !== null && state.isHeard;
  const classes = `org-card org-card-${status}${isLate ? " org-card-late" : ""}${state.isNew ? " org-card-new" : ""}`;
  return (
    <li className={classes}>
      <div className="org-card-head">
        <StatusMark status={status} filled={status === "down"} />
        <span className="ml-auto text-12/12 text-muted">
          {state.ageMs === null ? neverWords(state) : <Age ms={state.ageMs} />}
        </span>
      </div>
      <h3>
        <OrganisationLink id={row.id} onOpen={onOpen}>
          <span className="code">{row.code}</span> <bdi>{row.name}</bdi>
        </OrganisationLink>
      </h3>
      {line === null ? null : <p className="line-clamp-3">{line}</p>}
      <Numbers state={state} />
      <div className="org-card-foot">
        {isLate || (state.freshness === "due" && state.isHeard) ? <Icon name="clock" /> : null}
        <span className={isLate ? "font-bold" : undefined}>{dueWords(state, now)}</span>
        {row.exposure === null ? null : (
          <span>
            Exposure: <b>{EXPOSURE_WORDS[row.exposure.exposure]}</b>
          </span>
        )}
        {inviteHref !== null && row.people === 0 ? (
          <a className="btn btn-slim ml-auto" href={inviteHref}>
            Invite {row.code}
          </a>
        ) : null}
      </div>
    </li>
  );
};

type Props = {
  groups: readonly SectorGroup[];
  now: number;
  /** Where an organisation without people is invited; null when the reader may not. */
  inviteHrefOf: (id: string) => string | null;
  onOpen: (id: string) => void;
};

/** Few organisations: each says everything on its card. */
export const Cards = ({ groups, now, inviteHrefOf, onOpen }: Props) => (
  <div className="cards">
    {groups.map((group) => (
      <section key={group.sector}>
        <h2>{group.name}</h2>
        <ul>
          {group.all.map((state) => (
            <Card key={state.row.id} state={state} now={now} inviteHref={inviteHrefOf(state.row.id)} onOpen={onOpen} />
          ))}
        </ul>
      </section>
    ))}
  </div>
);
