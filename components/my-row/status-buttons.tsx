import { StatusIcon } from "#components/ui/status-mark";
import { STATUS_MEANINGS, STATUS_WORDS, STATUSES, type Status } from "#domain/words";

type Props = { value: Status | null; onChoose: (status: Status) => void };

/** Five statuses, each as large as a thumb. */
export const StatusButtons = ({ value, onChoose }: Props) => (
  <fieldset className="big-statuses">
    <legend>Status now</legend>
    {STATUSES.map((status) => (
      <label key={status} className={`st-${status}`} title={STATUS_MEANINGS[status]}>
        <input type="radio" name="status" value={status} checked={status === value} onChange={() => onChoose(status)} />
        <StatusIcon status={status} />
        <span>{STATUS_WORDS[status]}</span>
      </label>
    ))}
  </fieldset>
);
