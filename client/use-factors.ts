import { api } from "./api.ts";
import { useRemote } from "./use-remote.ts";

export type PasskeyItem = { id: string; name: string; createdAt: string; usedAt: string | null };
export type FactorsView = { totp: { since: string } | null; recoveryCodes: number; passkeys: PasskeyItem[] };
/** The password, where there is one: asked for before each change. */
export type Proof = { password?: string };
export type BegunApp = { secret: string; uri: string };
type Codes = { recoveryCodes: string[] };

const PATH = "/api/v1/me/factors";

/** The person's second steps. What brings recovery codes answers them, this once. */
export const useFactors = () => {
  const { data, readAnew } = useRemote<FactorsView>(PATH);
  const changing = async <T>(change: Promise<T>): Promise<T> => {
    const answer = await change;
    await readAnew();
    return answer;
  };
  return {
    factors: data,
    readAnew,
    beginApp: (proof: Proof) => api.post<BegunApp>("/api/v1/me/totp", proof),
    confirmApp: (code: string) => changing(api.post<Codes>("/api/v1/me/totp/confirm", { code })),
    removeApp: (proof: Proof) => changing(api.post("/api/v1/me/totp/remove", proof)),
    renewCodes: (proof: Proof) => changing(api.post<Codes>("/api/v1/me/recovery-codes", proof)),
    removePasskey: ({ id, ...proof }: Proof & { id: string }) =>
      changing(api.post(`/api/v1/me/passkeys/${id}/remove`, proof)),
  };
};
