type Props = {
  count: number;
  /** Read before the number: "open asks". */
  label: string;
};

/** A small filled number beside a word; nothing at zero. */
export const CountBadge = ({ count, label }: Props) =>
  count === 0 ? null : (
    <span className="count">
      <span className="sr-only">{label}: </span>
      {count}
    </span>
  );
