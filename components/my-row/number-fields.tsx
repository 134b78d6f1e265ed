import { useId } from "react";
import { countWords } from "#components/board/organisation-words";
import { Input } from "#components/ui/input";
import { Moment } from "#components/ui/moment";
import type { Row } from "#domain/board";
import { AFFECTED, type Metric, RESTORED } from "#domain/sectors";
import { isWithSigns, numberIn, numberProblem } from "../composer/number-in.ts";

const NUMBERS = { affected: AFFECTED, restored: RESTORED } as const satisfies Record<string, Metric>;
export type RowNumber = keyof typeof NUMBERS;

type LastProps = { row: Row; metric: string; now: number };

const Last = ({ row, metric, now }: LastProps) => {
  const last = row.figures[metric];
  if (last === undefined) return <>not told yet</>;
  return (
    <>
      {last.was === undefined ? null : (
        <>
          <del>
            <span className="sr-only">was </span>
            {countWords(last.was)}
          </del>{" "}
        </>
      )}
      {countWords(last.value)} at <Moment at={last.at} now={now} />
    </>
  );
};

type FieldProps = LastProps & { name: RowNumber; label: string; value: string; onChange: (value: string) => void };

const NumberField = ({ name, label, value, onChange, ...last }: FieldProps) => {
  const id = useId();
  const problem = numberProblem(value);
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        name={name}
        inputMode="numeric"
        autoComplete="off"
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-last`}
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => onChange(target.value)}
      />
      <small id={`${id}-last`}>
        {problem ?? (
          <>
            {isWithSigns(value) ? <b>= {countWords(numberIn(value) ?? 0)} · </b> : null}
            <Last {...last} />
          </>
        )}
      </small>
    </div>
  );
};

type Props = {
  row: Row;
  values: Record<RowNumber, string>;
  now: number;
  onChange: (number: RowNumber, value: string) => void;
};

/** The two numbers, prefilled; the last value and its time stand under each. */
export const NumberFields = ({ row, values, now, onChange }: Props) => (
  <div className="row-numbers">
    {(["affected", "restored"] as const).map((number) => (
      <NumberField
        key={number}
        name={number}
        row={row}
        metric={NUMBERS[number].key}
        label={NUMBERS[number].label}
        value={values[number]}
        now={now}
        onChange={(value) => onChange(number, value)}
      />
    ))}
  </div>
);
