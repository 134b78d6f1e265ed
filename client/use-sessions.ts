import { api } from "./api.ts";
import { useRemote } from "./use-remote.ts";

/** Where the person is signed in; `here` is this browser. */
export type SessionItem = { id: string; device: string; createdAt: string; seenAt: string; here: boolean };

const PATH = "/api/v1/me/sessions";

export const useSessions = () => {
  const { data, readAnew } = useRemote<{ items: SessionItem[] }>(PATH);
  return {
    sessions: data?.items ?? null,
    end: async (id: string): Promise<void> => {
      await api.remove(`${PATH}/${id}`);
      await readAnew();
    },
    endOthers: async (): Promise<void> => {
      await api.post(`${PATH}/end-others`, {});
      await readAnew();
    },
  };
};
