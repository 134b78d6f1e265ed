import { api } from "./api.ts";
import { useRemote } from "./use-remote.ts";

export type KnownOrganisation = { id: string; name: string; code: string; suspended: boolean };
export type KnownPerson = {
  id: string;
  name: string;
  email: string;
  platformAdmin: boolean;
  platformAuditor: boolean;
  suspended: boolean;
};
type Lists = { organisations: KnownOrganisation[]; people: KnownPerson[]; incidents: number };
export type Suspending = "suspend" | "reactivate";
export type PersonVerb = Suspending | "make-auditor" | "end-auditor";
type InstallationChange =
  | { what: "organisations"; id: string; verb: Suspending }
  | { what: "people"; id: string; verb: PersonVerb };

const PATH = "/api/v1/installation";

/** Everybody and every organisation of the installation, for its administrators. */
export const useInstallation = () => {
  const { data, readAnew } = useRemote<Lists>(`${PATH}/directory`);
  return {
    lists: data,
    change: async ({ what, id, verb }: InstallationChange): Promise<void> => {
      await api.post(`${PATH}/${what}/${id}/${verb}`, {});
      await readAnew();
    },
  };
};
