import { buttonClass } from "#components/ui/button";
import { type DrillNow, DrillStrip } from "./drill-strip.tsx";
import { SeatCards } from "./seat-cards.tsx";
import "./first-run.css";

type Props = {
  drill: DrillNow;
  renderedAt: string;
  /** The seat this visitor already has. */
  seat: { role: string; path: string } | null;
};

/** A drill that already runs, three seats in it, and the way to something real. */
export const FirstRun = ({ drill, renderedAt, seat }: Props) => (
  <div className="first-run">
    <div className="grid gap-2">
      <h1 className="headline">A drill is already running. Take a seat.</h1>
      <p className="lede">
        19 July 2024: a faulty update stops Windows machines around the world. Airlines, banks, hospitals and the vendor
        share one live board. You can break nothing: take over from the script, leave when you like.
      </p>
      {seat === null ? null : (
        <p>
          <a href={seat.path}>Back to your seat as {seat.role}</a>
        </p>
      )}
    </div>
    <DrillStrip drill={drill} renderedAt={renderedAt} />
    <SeatCards drill={drill.id} organisations={drill.totals.total} />
    <div className="real">
      <div>
        <h2>Something real is happening?</h2>
        <p className="text-muted">
          Opens an empty board with real invitations. A drill can never be turned into a real incident, nor the other
          way round.
        </p>
      </div>
      <a href="/setup" className={buttonClass({ size: "big" })}>
        Start a real incident
      </a>
    </div>
  </div>
);
