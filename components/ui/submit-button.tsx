"use client";

import type { ComponentProps } from "react";
import { usePageRuns } from "#client/use-page-runs";
import { Button } from "./button.tsx";

/** Sends a form that a script answers: pressed before it runs, the browser itself would send it nowhere and lose its words. */
export const SubmitButton = ({ disabled = false, ...rest }: Omit<ComponentProps<typeof Button>, "type">) => {
  const runs = usePageRuns();
  return <Button type="submit" disabled={disabled || !runs} {...rest} />;
};
