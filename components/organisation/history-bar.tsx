import { StatusIcon } from "#components/ui/status-mark";
import type { IncidentState, Row } from "#domain/board";
import { ageWords, stampWords } from "#domain/time-words";
import { STATUS_WORDS } from "#domain/words";
import { type HistoryStretch, historyStretches } from "./history-stretches.ts";

const stretchWords = ({ status, from, to }: HistoryStretch, now: number): string =>
  `${STATUS_WORDS[status]} from ${stampWords(from, now)}, ${to - from < 60_000 ? "under a minute" : ageWords(to - from)}`;

type Props = { incident: IncidentState; row: Row; now: number };

/** How the organisation stood over time: one bar, and the same as a list. */
export const HistoryBar = ({ incident, row, now }: Props) => {
  const stretches = historyStretches(incident, row, now);
  const [first] = stretches;
  if (first === undefined || now <= first.from) return null;
  const span = now - first.from;
  return (
    <>
      <div className="history" aria-hidden="true">
        {stretches.map((stretch) => (
          <i
            key={stretch.from}
            className={`st-${stretch.status}`}
            style={{ flexGrow: (stretch.to - stretch.from) / span }}
            title={stretchWords(stretch, now)}
          />
        ))}
      </div>
      <div className="history-ends" aria-hidden="true">
        <span>{stampWords(first.from, now)}</span>
        <span>now</span>
      </div>
      <ol className="history-list">
        {stretches.toReversed().map((stretch) => (
          <li key={stretch.from}>
            <StatusIcon status={stretch.status} />
            {stretchWords(stretch, now)}
          </li>
        ))}
      </ol>
    </>
  );
};
