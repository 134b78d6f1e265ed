"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { queryClient } from "#client/query-client";

/** One memory of answers for all pages of this tab. */
export const QueryProvider = ({ children }: { children: ReactNode }) => {
  const [client] = useState(queryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
};
