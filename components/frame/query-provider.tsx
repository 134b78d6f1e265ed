"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { queryClient } from "#client/query-client";

/**
 * The tab's memory of answers, for pages that ask the server something. It stands in the page and not around all
 * pages: one that shows the board alone does not load it.
 */
export const QueryProvider = ({ children }: { children: ReactNode }) => {
  const [client] = useState(queryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
};
