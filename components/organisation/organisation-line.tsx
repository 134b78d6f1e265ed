import type { Row } from "#domain/board";
import { sectorName } from "#domain/sectors";

/** Code, sector and zone in one line. */
export const OrganisationLine = ({ row }: { row: Row }) => (
  <>
    <span className="code">{row.code}</span> {sectorName(row.sector)}
    {row.part === "affected" ? "" : `, ${row.part}`}
    {row.timeZone === undefined ? "" : `, ${row.timeZone}`}
  </>
);
