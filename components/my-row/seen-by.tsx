"use client";

import { AudienceButton } from "#components/composer/audience-button";
import { useViewer } from "#components/composer/use-viewer";
import { useRoom } from "#components/frame/room";
import { Icon } from "#components/ui/icon";
import { TlpChip } from "#components/ui/tlp-chip";
import { MARKING_MEANINGS } from "#domain/marking-meanings";
import { type Draft, markingsFor } from "../composer/draft.ts";

type Props = { draft: Draft; organisation: string; onChange: (part: Partial<Draft>) => void };

/** Who will see it, by number and by name, and the marking that decides it. */
export const SeenBy = ({ draft, organisation, onChange }: Props) => {
  const { incidentId } = useRoom();
  const viewer = useViewer();
  const { marking } = draft;
  return (
    <div className="row-seen">
      <AudienceButton incident={incidentId} organisation={organisation} draft={draft} onChange={onChange} />
      <label className="row-marking">
        <span className="sr-only">Marking</span>
        <TlpChip marking={marking} />
        <Icon name="down" size="xs" />
        <select
          value={marking}
          onChange={({ target }) => {
            const chosen = markingsFor(viewer).find((choice) => choice === target.value);
            if (chosen !== undefined) onChange({ marking: chosen });
          }}
        >
          {markingsFor(viewer).map((choice) => (
            <option key={choice} value={choice}>
              {`${choice}: ${MARKING_MEANINGS[choice]}`}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
};
