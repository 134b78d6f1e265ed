import { api } from "./api.ts";
import { useRemote } from "./use-remote.ts";

/** A provider this installation knows; `since` is when it was linked to me. */
export type IdentityItem = { name: string; issuer: string; since: string | null; email: string | null };
type Wish = { issuer: string; password?: string };

/** Sends the browser to the provider; the page is left. */
export const goToProvider = async ({ issuer, next }: { issuer: string; next: string }): Promise<void> => {
  const { url } = await api.post<{ url: string }>("/api/v1/session/oidc", { issuer, next });
  window.location.assign(url);
};

export const useIdentities = () => {
  const { data, readAnew } = useRemote<{ items: IdentityItem[] }>("/api/v1/me/identities");
  return {
    identities: data?.items ?? null,
    link: async (wish: Wish): Promise<void> => {
      const { url } = await api.post<{ url: string }>("/api/v1/me/identities", { ...wish, next: "/settings" });
      window.location.assign(url);
    },
    unlink: async (wish: Wish): Promise<void> => {
      await api.post("/api/v1/me/identities/remove", wish);
      await readAnew();
    },
  };
};
