import { type ShownStatus, STATUS_WORDS } from "#domain/words";

/** The silhouette of a status, without its word. */
export const StatusIcon = ({ status }: { status: ShownStatus }) => (
  <svg className={`si st-${status}`} viewBox="0 0 16 16" aria-hidden="true">
    <use href={`#st-${status}`} />
  </svg>
);

type Props = {
  status: ShownStatus;
  /** Draws the word inside the colour of the status. */
  filled?: boolean;
};

/** Icon and word: a status is never told by colour alone. */
export const StatusMark = ({ status, filled = false }: Props) => (
  <span className={`mark st-${status}${filled ? " mark-filled" : ""}`}>
    <StatusIcon status={status} />
    {STATUS_WORDS[status]}
  </span>
);
