"use client";

import { useWithheld } from "#client/use-withheld";
import { useRoom } from "#components/frame/room";
import { sectorName } from "#domain/sectors";

/** Organisations that said how they are to few, by sector; nothing when none may be told. */
export const WithheldLine = () => {
  const sectors = useWithheld(useRoom().incidentId);
  if (sectors.length === 0) return null;
  return (
    <p className="p-2 text-13/13 text-muted">
      {sectors.map(({ sector, withheld }) => `${sectorName(sector)}: ${withheld} withheld`).join(", ")}
    </p>
  );
};
