"use client";

import type { ComponentProps } from "react";
import { useEarlyValue } from "./use-early-value.ts";

type Props = ComponentProps<"input"> & { tall?: boolean };

export const Input = ({ tall = false, className = "", ref, ...rest }: Props) => {
  const early = useEarlyValue<HTMLInputElement>(rest.value);
  return <input ref={ref ?? early} className={`input${tall ? " input-tall" : ""} ${className}`} {...rest} />;
};
