import { StatusIcon } from "#components/ui/status-mark";
import { sectorName } from "#domain/sectors";
import type { Counts, SectorTotals } from "#domain/totals";
import { SHOWN_STATUSES, type ShownStatus, STATUS_WORDS } from "#domain/words";

/** So many sectors fit a phone; the rest are counted. */
const SHOWN_MAX = 8;

const present = (counts: Counts): ShownStatus[] => SHOWN_STATUSES.filter((status) => counts[status] > 0);

/** The worst thing in the sector, counted: "5 down". */
const worstWords = (counts: Counts): string => {
  const [worst] = present(counts).filter((status) => status !== "no_report");
  if (worst === undefined) return counts.no_report === 0 ? "" : `${counts.no_report} no report`;
  return `${counts[worst]} ${STATUS_WORDS[worst].toLowerCase()}`;
};

const findingOf = (sectors: readonly SectorTotals[]): string => {
  const stops = sectors
    .map(({ sector, counts }) => ({ name: sectorName(sector), stopped: counts.down + counts.partly_down }))
    .sort((a, b) => b.stopped - a.stopped);
  const [first, second] = stops;
  const all = stops.reduce((sum, { stopped }) => sum + stopped, 0);
  if (first === undefined || second === undefined || all === 0) return "Sectors, worst first";
  if (first.stopped > all / 2) return `${first.name} holds most of the stops`;
  return first.stopped + second.stopped > all / 2
    ? `${first.name} and ${second.name.toLowerCase()} hold most of the stops`
    : "The stops are spread over many sectors";
};

const Bar = ({ counts, total }: { counts: Counts; total: number }) => (
  <span
    className="bar"
    role="img"
    aria-label={present(counts)
      .map((status) => `${STATUS_WORDS[status]} ${counts[status]}`)
      .join(", ")}
  >
    {present(counts).map((status) => (
      <i key={status} className={`st-${status}`} style={{ width: `${(100 * counts[status]) / total}%` }} />
    ))}
  </span>
);

/** Every sector as one bar of its statuses, the worst first. */
export const SectorBars = ({ sectors }: { sectors: readonly SectorTotals[] }) => {
  const shown = sectors.length > SHOWN_MAX ? sectors.slice(0, SHOWN_MAX) : sectors;
  const rest = sectors.length - shown.length;
  return (
    <section className="sectors" aria-labelledby="sectors-finding">
      <h2 id="sectors-finding">
        {findingOf(sectors)}
        {rest > 0 ? <small>, {rest} sectors not drawn</small> : null}
      </h2>
      <ul className="bars">
        {shown.map(({ sector, counts, total }) => (
          <li key={sector}>
            <span className="bar-name">{sectorName(sector)}</span>
            <span className="bar-words">{worstWords(counts)}</span>
            <Bar counts={counts} total={total} />
          </li>
        ))}
      </ul>
      <p className="bar-key">
        {SHOWN_STATUSES.map((status) => (
          <span key={status}>
            <StatusIcon status={status} />
            {STATUS_WORDS[status]}
          </span>
        ))}
      </p>
    </section>
  );
};
