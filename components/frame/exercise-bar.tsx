import { RECONSTRUCTED } from "#domain/words";

/** The striped bar of a drill, on top of everything. */
export const ExerciseBar = () => (
  <aside className="drill" aria-label="Exercise notice">
    <span>
      <b>EXERCISE</b> not a real event<span className="drill-long">. {RECONSTRUCTED}.</span>
    </span>
  </aside>
);
