"use client";

import type { ComponentProps } from "react";
import { useEarlyValue } from "./use-early-value.ts";

type Props = ComponentProps<"textarea"> & { tall?: boolean };

export const TextArea = ({ tall = false, className = "", ref, ...rest }: Props) => {
  const early = useEarlyValue<HTMLTextAreaElement>(rest.value);
  return <textarea ref={ref ?? early} className={`input${tall ? " input-tall" : ""} ${className}`} {...rest} />;
};
