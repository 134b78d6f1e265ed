"use client";

import { useId } from "react";
import { Input } from "#components/ui/input";
import { isWithSigns, numberIn, numberProblem } from "./number-in.ts";

type Props = { name: "affected" | "restored"; label: string; value: string; onChange: (value: string) => void };

/** A figure beside its name; the whole of it is selected, so that typing replaces it. */
export const NumberField = ({ name, label, value, onChange }: Props) => {
  const id = useId();
  return (
    <span className="composer-field">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        name={name}
        className="composer-number"
        inputMode="numeric"
        autoComplete="off"
        value={value}
        aria-invalid={numberProblem(value) !== null}
        onChange={(event) => onChange(event.target.value)}
        onFocus={(event) => event.target.select()}
      />
      {isWithSigns(value) ? <small>= {numberIn(value)?.toLocaleString("en-GB")}</small> : null}
    </span>
  );
};
