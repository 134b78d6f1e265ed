import type { Draft } from "./draft.ts";
import type { Readers } from "./use-audience.tsx";

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const readerWords = ({ people, organisations }: Readers): string =>
  `Seen by ${counted(people, "person", "people")} in ${counted(organisations, "organisation", "organisations")}`;

export type AudienceProps = {
  incident: string;
  organisation: string;
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
};
