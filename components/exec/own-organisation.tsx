import { Age } from "#components/ui/age";
import { StatusMark } from "#components/ui/status-mark";
import type { Board } from "#domain/board";
import { rowState } from "#domain/clocks";
import type { Hears } from "#domain/silence";

type Props = { board: Board; organisation: string; now: number; hears: Hears };

/** How the viewer's own organisation stands, in one line. */
export const OwnOrganisation = ({ board, organisation, now, hears }: Props) => {
  const row = board.organisations[organisation];
  if (row === undefined) return null;
  const { status, ageMs } = rowState(board.incident, row, now);
  return (
    <section className="own" aria-label="My organisation">
      <span className="code">{row.code}</span>
      <StatusMark status={status} filled />
      <span className="text-muted">
        <bdi>{row.name}</bdi>
        {ageMs === null ? (
          `, ${hears(organisation) ? "not heard from" : "not known to you"}`
        ) : (
          <>
            , heard <Age ms={ageMs} />
          </>
        )}
      </span>
    </section>
  );
};
