import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./api.ts";

/** What stands at a path of the API; null until it is read. `readAnew` after a change. */
export const useRemote = <T>(path: string): { data: T | null; readAnew: () => Promise<void> } => {
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ["remote", path], queryFn: ({ signal }) => api.get<T>(path, { signal }) });
  return { data: data ?? null, readAnew: () => client.invalidateQueries({ queryKey: ["remote", path] }) };
};
