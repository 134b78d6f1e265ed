import { countWords } from "#components/board/organisation-words";
import type { Board, Figure, Row } from "#domain/board";
import { metricLabel } from "#domain/metrics";
import { stampWords, zonedTime, zuluDay } from "#domain/time-words";
import { SOURCE_WORDS } from "#domain/words";

const asOfWords = (figure: Figure, now: number, timeZone: string | undefined): string => {
  const ms = Date.parse(figure.asOf);
  if (figure.asOfPrecision === "minute") return stampWords(ms, now);
  if (figure.asOfPrecision === "hour") return `about ${stampWords(ms, now)}`;
  return `${timeZone === undefined ? zuluDay(ms) : zonedTime(ms, timeZone).day}, time not known`;
};

const Value = ({ figure }: { figure: Figure }) => (
  <>
    {figure.was === undefined ? null : (
      <>
        <del>
          <span className="sr-only">was </span>
          {countWords(figure.was)}
        </del>{" "}
      </>
    )}
    <b>{countWords(figure.value)}</b>
    {figure.unit === undefined ? null : <small> {figure.unit}</small>}
  </>
);

const Source = ({ figure, board }: { figure: Figure; board: Board }) => {
  const { reference, by } = figure;
  const relayer = board.organisations[by.organisation]?.code;
  return (
    <>
      {reference?.url === undefined ? (
        (reference?.title ?? SOURCE_WORDS[figure.source])
      ) : (
        <a className="link" href={reference.url} target="_blank" rel="noopener noreferrer nofollow">
          <bdi>{reference.title}</bdi>
        </a>
      )}{" "}
      {figure.source === "own" || reference !== undefined ? null : (
        <>
          , by <bdi>{by.name}</bdi>
          {relayer === undefined ? " " : ` (${relayer}) `}
        </>
      )}
      <span className="outlined">{figure.confidence}</span>
    </>
  );
};

type Props = { row: Row; board: Board; now: number };

/** Every figure with its age and its source; a corrected one keeps its old value. */
export const FigureTable = ({ row, board, now }: Props) => {
  const figures = Object.values(row.figures);
  if (figures.length === 0) return <p className="text-muted">No figures yet.</p>;
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col" className="numeric">
            Value
          </th>
          <th scope="col">As of</th>
          <th scope="col">Source, confidence</th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.metric}>
            <th scope="row">{metricLabel(figure.metric)}</th>
            <td className="numeric">
              <Value figure={figure} />
            </td>
            <td>{asOfWords(figure, now, row.timeZone)}</td>
            <td>
              <Source figure={figure} board={board} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
