"use client";

import { memo, useState } from "react";
import { AddressLink } from "#components/frame/address-link";
import { Icon } from "#components/ui/icon";
import { StatusIcon } from "#components/ui/status-mark";
import type { Board } from "#domain/board";
import { sectorName } from "#domain/sectors";
import { type SectorTotals, type Totals, totalsOf } from "#domain/totals";
import { SHOWN_STATUSES, type ShownStatus, STATUS_WORDS } from "#domain/words";
import { listWords, organisationsWords, percentWords } from "./organisation-words.tsx";
import { type SectorTrend, sectorTrends } from "./sector-trends.ts";
import { Sparkline } from "./sparkline.tsx";
import "./matrix.css";

/** From this share of a sector on, Down is filled. */
const HOT_SHARE = 0.2;
const TRENDS_EVERY_MS = 5 * 60_000;

type CellProps = { status: ShownStatus; count: number; total: number; sector: string | null };

const Cell = memo(({ status, count, total, sector }: CellProps) => {
  const share = total === 0 ? 0 : count / total;
  const isHot = sector !== null && status === "down" && share >= HOT_SHARE;
  const name = sector === null ? STATUS_WORDS[status] : listWords(status, sector);
  const bar = (
    <>
      <b className={isHot ? `matrix-hot st-${status}` : undefined}>{count}</b>
      <span className={`matrix-bar st-${status}`}>
        <i style={{ width: `${Math.round(share * 100)}%` }} />
      </span>
    </>
  );
  return (
    <td className={count === 0 ? "matrix-zero" : undefined} data-label={STATUS_WORDS[status]}>
      {count === 0 ? (
        <div className="matrix-cell">{bar}</div>
      ) : (
        <AddressLink
          className="matrix-cell"
          to={{ view: "table", sector, status }}
          aria-label={`${count} ${name}, ${percentWords(share)} of ${organisationsWords(total)}`}
        >
          {bar}
        </AddressLink>
      )}
    </td>
  );
});

const LateCell = memo(({ count, sector }: { count: number; sector: string | null }) => (
  <td className={count === 0 ? "matrix-zero matrix-late" : "matrix-late"} data-label="Overdue">
    {count === 0 ? (
      <div className="matrix-cell">
        <b>0</b>
      </div>
    ) : (
      <AddressLink
        className="matrix-cell"
        to={{ view: "table", sector, status: "overdue" }}
        aria-label={`${count} overdue${sector === null ? "" : ` in ${sectorName(sector)}`}`}
      >
        <b>{count}</b>
      </AddressLink>
    )}
  </td>
));

type Trends = { at: number; from: number; bySector: Map<string, SectorTrend> };

const TrendCell = ({ trends, sector }: { trends: Trends; sector: string }) => {
  const trend = trends.bySector.get(sector);
  return (
    <td className="matrix-trend" data-label="Operating, 24 h">
      {trend === undefined || trend.share === null ? (
        <span className="text-muted">not heard</span>
      ) : (
        <>
          <Sparkline trend={trend} from={trends.from} now={trends.at} />
          {percentWords(trend.share)}
        </>
      )}
    </td>
  );
};

const Row = ({ sector, trends }: { sector: SectorTotals; trends: Trends }) => (
  <tr>
    <th scope="row">
      <AddressLink to={{ view: "table", sector: sector.sector, status: null }}>
        {sectorName(sector.sector)} <span>{sector.total}</span>
      </AddressLink>
    </th>
    {SHOWN_STATUSES.map((status) => (
      <Cell key={status} status={status} count={sector.counts[status]} total={sector.total} sector={sector.sector} />
    ))}
    <LateCell count={sector.overdue} sector={sector.sector} />
    <TrendCell trends={trends} sector={sector.sector} />
  </tr>
);

const Head = () => (
  <thead>
    <tr>
      <th scope="col">Sector</th>
      {SHOWN_STATUSES.map((status) => (
        <th key={status} scope="col">
          <StatusIcon status={status} />
          {STATUS_WORDS[status]}
        </th>
      ))}
      <th scope="col" className="matrix-late">
        <Icon name="clock" />
        Overdue
      </th>
      <th scope="col" className="matrix-trend">
        Operating, 24 h
      </th>
    </tr>
  </thead>
);

const Foot = ({ totals, trends }: { totals: Totals; trends: Trends }) => (
  <tfoot>
    <tr>
      <th scope="row">
        All <span>{totals.total}</span>
      </th>
      {SHOWN_STATUSES.map((status) => (
        <Cell key={status} status={status} count={totals.counts[status]} total={totals.total} sector={null} />
      ))}
      <LateCell count={totals.overdue} sector={null} />
      <TrendCell trends={trends} sector="*" />
    </tr>
  </tfoot>
);

const makeTrends = (board: Board, now: number): Trends => ({
  at: now,
  from: Math.max(Date.parse(board.incident.declaredAt), now - 24 * 3_600_000),
  bySector: sectorTrends(board, now),
});

/** Curves change slowly and cost much: they are drawn anew every five minutes of the incident's time. */
const useTrends = (board: Board, now: number): Trends => {
  const [trends, setTrends] = useState(() => makeTrends(board, now));
  if (now - trends.at < TRENDS_EVERY_MS && now >= trends.at) return trends;
  const fresh = makeTrends(board, now);
  setTrends(fresh);
  return fresh;
};

/** Sectors by status as counts; a count leads to its list. */
export const Matrix = ({ board, now }: { board: Board; now: number }) => {
  const totals = totalsOf(board, now);
  const trends = useTrends(board, now);
  const sectors = [...totals.sectors].sort((a, b) => b.total - a.total || a.sector.localeCompare(b.sector));
  return (
    <table className="matrix">
      <caption className="sr-only">Number of organisations by sector and status</caption>
      <Head />
      <tbody>
        {sectors.map((sector) => (
          <Row key={sector.sector} sector={sector} trends={trends} />
        ))}
      </tbody>
      <Foot totals={totals} trends={trends} />
    </table>
  );
};
