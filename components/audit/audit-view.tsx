import type { ReactNode } from "react";
import { Icon } from "#components/ui/icon";
import { Moment } from "#components/ui/moment";
import { PageLink } from "#components/ui/page-link";
import { TlpChip } from "#components/ui/tlp-chip";
import type { AuditPage, AuditRow, AuditState } from "#domain/audit";
import { type AuditChoice, filterOf, queryOf } from "./audit-filter.tsx";
import { AuditForm, type Choosable } from "./audit-form.tsx";
import { sentenceOf, whoOf } from "./audit-words.tsx";
import "./audit.css";

const Row = ({ row, now }: { row: AuditRow; now: number }) => (
  <li className="audit-row" data-outcome={row.outcome}>
    <Moment at={row.at} now={now} seconds />
    <span className="audit-says">
      <b>
        <bdi>{whoOf(row)}</bdi>
      </b>{" "}
      {row.organisation === null ? null : (
        <span className="text-muted" title={row.organisation.name}>
          ({row.organisation.code}){" "}
        </span>
      )}
      <bdi>{sentenceOf(row)}</bdi>
    </span>
    <TlpChip marking={row.marking} slim />
  </li>
);

const STATE_WORDS: Record<AuditState["state"], string> = {
  intact: "Every entry is as it was written.",
  broken: "This log is not as it was written: whoever runs this installation finds out more with npm run audit:verify.",
  checking: "The entries are being checked: look again in a moment.",
};

/** Whether the entries are as they were written, and up to when that is signed. */
export const Verified = ({ state, checkpointAt, now }: AuditState & { now: number }) => (
  <p className="audit-state" data-state={state} role={state === "broken" ? "alert" : undefined}>
    <Icon name={state === "broken" ? "warn" : "lock"} />
    <span>
      {STATE_WORDS[state]} Checkpoint signed <Moment at={checkpointAt} now={now} />.
    </span>
  </p>
);

type Props = {
  /** The page itself. */
  path: string;
  /** The same rows to take home: an address of the API. */
  exports: string;
  lede: string;
  /** What stands above the rows: whether they verify. */
  above?: ReactNode;
  choice: AuditChoice;
  actions: Readonly<Record<string, string>>;
  /** The wall clock when the page was made, in milliseconds. */
  now: number;
  audit: AuditPage;
  people: Choosable;
  organisations: Choosable;
  /** Older rows than the newest are shown. */
  isOlder: boolean;
};

/** Who did what, newest first: what this reader may know of it. */
export const AuditView = ({
  path,
  exports,
  lede,
  above,
  choice,
  actions,
  now,
  audit,
  people,
  organisations,
  isOlder,
}: Props) => {
  const bundle = (format: string) => `${exports}${queryOf({ format, ...filterOf(choice) })}`;
  return (
    <>
      <div className="audit-head">
        <div>
          <h2 className="audit-title">Audit</h2>
          <p className="text-muted">{lede}</p>
        </div>
        <div className="audit-exports">
          <a className="btn" href={bundle("jsonl")} download>
            Export JSONL
          </a>
          <a className="btn" href={bundle("csv")} download>
            Export CSV
          </a>
        </div>
      </div>
      {above}
      <AuditForm path={path} choice={choice} actions={actions} people={people} organisations={organisations} />
      {audit.items.length === 0 ? (
        <p className="audit-none">Nothing that you may see was done here.</p>
      ) : (
        <ol className="audit-rows" aria-label="Entries, newest first">
          {audit.items.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id of their own, and the list never changes in place.
            <Row key={index} row={row} now={now} />
          ))}
        </ol>
      )}
      <nav className="audit-pages" aria-label="Pages">
        {isOlder ? (
          <PageLink className="btn" href={`${path}${queryOf(choice)}`}>
            Newest
          </PageLink>
        ) : null}
        {audit.more ? (
          <PageLink className="btn" href={`${path}${queryOf({ ...choice, cursor: audit.cursor })}`}>
            Older
          </PageLink>
        ) : null}
      </nav>
    </>
  );
};
