"use client";

import type { ComponentProps } from "react";
import { useEarlyValue } from "./use-early-value.ts";

export type Option<V extends string = string> = { value: V; label: string };

type Props<V extends string> = Omit<ComponentProps<"select">, "value" | "onChange" | "children" | "ref"> & {
  value: V;
  options: readonly Option<V>[];
  onChoose: (value: V) => void;
  tall?: boolean;
};

/** The browser's own list: it works with every keyboard, phone and reader. */
export const Select = <V extends string>({
  value,
  options,
  onChoose,
  tall = false,
  className = "",
  ...rest
}: Props<V>) => (
  <select
    ref={useEarlyValue<HTMLSelectElement>(value)}
    className={`input${tall ? " input-tall" : ""} ${className}`}
    value={value}
    onChange={(event) => {
      const chosen = options.find((option) => option.value === event.target.value);
      if (chosen !== undefined) onChoose(chosen.value);
    }}
    {...rest}
  >
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
);
