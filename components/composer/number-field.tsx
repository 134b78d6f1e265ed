"use client";

import { useId } from "react";
import { Input } from "#components/ui/input";

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
        onChange={(event) => onChange(event.target.value)}
        onFocus={(event) => event.target.select()}
      />
    </span>
  );
};
