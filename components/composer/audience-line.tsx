"use client";

import { Icon } from "#components/ui/icon";
import { MARKING_MEANINGS } from "#domain/marking";
import type { Marking } from "#domain/words";
import { useAudience } from "./use-audience.tsx";

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

type Props = { incident: string; organisation: string; marking: Marking };

/** "Seen by 212 people in 14 organisations": said before it is sent. */
export const AudienceLine = ({ incident, organisation, marking }: Props) => {
  const audience = useAudience(incident, organisation, marking);
  return (
    <span className="composer-seen" title={audience?.names.map((one) => one.name).join(", ")}>
      <Icon name="eye" />
      {audience === null
        ? `For ${MARKING_MEANINGS[marking]}`
        : `Seen by ${counted(audience.people, "person", "people")} in ${counted(audience.organisations, "organisation", "organisations")}`}
    </span>
  );
};
