"use client";

import { type FormEvent, useState } from "react";
import { useSend } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { maySetStatus } from "#components/frame/viewer-rights";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { TextArea } from "#components/ui/text-area";
import type { EventOf } from "#domain/event";
import { metricLabel } from "#domain/metrics";
import { STATUS_WORDS, STATUSES, type Status } from "#domain/words";
import { type Corrected, correctionOf } from "./correction.ts";

type Props = { event: EventOf<"update.posted">; onDone: () => void };

const STATUS_OPTIONS = STATUSES.map((status) => ({ value: status, label: STATUS_WORDS[status] }));

const FigureFields = ({
  corrected,
  onChange,
}: {
  corrected: Corrected;
  onChange: (figures: Corrected["figures"]) => void;
}) => (
  <div className="grid grid-cols-2 gap-2">
    {Object.entries(corrected.figures).map(([metric, value]) => (
      <Field key={metric} label={metricLabel(metric)}>
        {(control) => (
          <Input
            {...control}
            className="w-full text-right"
            inputMode="numeric"
            value={value}
            onChange={(change) => onChange({ ...corrected.figures, [metric]: change.target.value })}
          />
        )}
      </Field>
    ))}
  </div>
);

/** The own update as it was said, to be said right: the old words stay, struck through. */
export const CorrectionForm = ({ event, onDone }: Props) => {
  const { incidentId, viewer } = useRoom();
  const send = useSend(incidentId);
  const [corrected, setCorrected] = useState<Corrected>(() => ({
    status: event.status,
    text: event.text ?? "",
    figures: Object.fromEntries((event.figures ?? []).map((figure) => [figure.metric, String(figure.value)])),
  }));
  const command = correctionOf(event, corrected);
  const submit = async (form: FormEvent): Promise<void> => {
    form.preventDefault();
    if (command === null) return;
    await send(command);
    onDone();
  };
  return (
    <form className="grid gap-2 pt-2" onSubmit={(form) => void submit(form)}>
      {corrected.status === undefined || !maySetStatus(viewer, event.organisation) ? null : (
        <Select<Status>
          aria-label="Status"
          value={corrected.status}
          options={STATUS_OPTIONS}
          onChoose={(status) => setCorrected({ ...corrected, status })}
        />
      )}
      <FigureFields corrected={corrected} onChange={(figures) => setCorrected({ ...corrected, figures })} />
      <TextArea
        aria-label="Text"
        rows={2}
        maxLength={2000}
        value={corrected.text}
        onChange={(change) => setCorrected({ ...corrected, text: change.target.value })}
      />
      <div className="flex gap-2">
        <Button type="submit" tone="primary" disabled={command === null}>
          Send correction
        </Button>
        <Button tone="ghost" onClick={onDone}>
          Leave it
        </Button>
      </div>
    </form>
  );
};
