import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./api.ts";

/** An API token without its secret. */
export type TokenItem = { id: string; name: string; createdAt: string; expiresAt: string | null };
/** Shown once: the server keeps only what proves it. */
export type MadeToken = { id: string; token: string };

const PATH = "/api/v1/me/tokens";
const KEY = ["tokens"] as const;

/** The API tokens of the person who is signed in; null until they are read. */
export const useTokens = () => {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<{ items: TokenItem[] }>(PATH, { signal }),
  });
  const readAnew = () => client.invalidateQueries({ queryKey: KEY });
  return {
    tokens: data?.items ?? null,
    make: async (name: string): Promise<MadeToken> => {
      const made = await api.post<MadeToken>(PATH, { name });
      await readAnew();
      return made;
    },
    revoke: async (id: string): Promise<void> => {
      await api.remove(`${PATH}/${id}`);
      await readAnew();
    },
  };
};
