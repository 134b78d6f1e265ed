import { QueryClient } from "@tanstack/react-query";
import { ApiRefusal } from "./api.ts";

const MINUTE_MS = 60_000;

const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: MINUTE_MS,
        refetchOnWindowFocus: true,
        // A refusal is an answer; only a line that failed is asked again.
        retry: (failures, error) => !(error instanceof ApiRefusal) && failures < 3,
      },
      mutations: { retry: false },
    },
  });

let ofThisTab: QueryClient | undefined;

/** One per browser tab; on the server a new one for each request, so that no two people share what they see. */
export const queryClient = (): QueryClient => {
  if (typeof window === "undefined") return makeQueryClient();
  ofThisTab ??= makeQueryClient();
  return ofThisTab;
};
