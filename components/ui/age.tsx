import { ageWords, spanWords } from "#domain/time-words";

/** "7 min", read aloud as "7 minutes ago". */
export const Age = ({ ms }: { ms: number }) => (
  <>
    <span aria-hidden="true">{ageWords(ms)}</span>
    <span className="sr-only">{ms < 60_000 ? "just now" : `${spanWords(ms)} ago`}</span>
  </>
);
