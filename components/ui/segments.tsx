import type { ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

export type Segment<V extends string> = {
  value: V;
  label: ReactNode;
  /** The key that chooses it, shown before the label. */
  shortcut?: string;
  className?: string;
};

type Props<V extends string> = {
  /** Read aloud as the name of the group. */
  legend: string;
  name: string;
  value: V | null;
  segments: readonly Segment<V>[];
  onChoose: (value: V) => void;
  disabled?: boolean;
};

/** Radio buttons drawn as one bar. */
export const Segments = <V extends string>({ legend, name, value, segments, onChoose, disabled = false }: Props<V>) => (
  <fieldset className="segments" disabled={disabled}>
    <legend className="sr-only">{legend}</legend>
    {segments.map((segment) => (
      <label key={segment.value} className={`segment ${segment.className ?? ""}`}>
        <input
          type="radio"
          name={name}
          value={segment.value}
          checked={segment.value === value}
          onChange={() => onChoose(segment.value)}
        />
        {segment.shortcut === undefined ? null : <Kbd>{segment.shortcut}</Kbd>}
        {segment.label}
      </label>
    ))}
  </fieldset>
);
