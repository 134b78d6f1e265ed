"use client";

import { type SubmitEvent, useState } from "react";
import type { Draftable } from "#client/outbox-entry";
import { useBoard, useSend } from "#client/use-incident";
import { useSent } from "#client/use-sent";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Segments } from "#components/ui/segments";
import { TextArea } from "#components/ui/text-area";
import type { Board } from "#domain/board";
import { may } from "#domain/policy";
import { PHASE_WORDS, type Phase } from "#domain/words";

const incidentOf = (board: Board): Board["incident"] => board.incident;

type Incident = Board["incident"];
type OpenPhase = Exclude<Phase, "closed">;
const SEVERITIES = ["1", "2", "3", "4", "5"] as const;
const OPEN_PHASES = ["responding", "stabilising", "recovering", "in-review"] as const satisfies readonly Phase[];

/** What the command can change about the incident itself. */
type Change = "severity" | "phase" | "close" | "reopen";
const CHANGE_WORDS: Record<Change, { open: string; act: string; why: string }> = {
  severity: { open: "Change severity", act: "Set severity", why: "Reason" },
  phase: { open: "Change phase", act: "Set phase", why: "Reason" },
  close: { open: "Close the incident", act: "Close the incident", why: "How it ended" },
  reopen: { open: "Open it again", act: "Open it again", why: "Reason" },
};

type Choice = { severity: (typeof SEVERITIES)[number]; phase: OpenPhase; reason: string };

const commandFor = (change: Change, { severity, phase, reason }: Choice): Draftable => {
  switch (change) {
    case "severity":
      return { kind: "incident.set-severity", severity: Number(severity), reason };
    case "phase":
      return { kind: "incident.set-phase", phase, reason };
    case "close":
      return { kind: "incident.close", resolution: reason };
    case "reopen":
      return { kind: "incident.reopen", reason };
  }
};

/** Who hears of it, in numbers, before it is done. */
const effectOf = (change: Change, board: { people: number; organisations: number }): string => {
  const all = `${board.people} people in ${board.organisations} organisations`;
  if (change === "close") return `Nobody posts any more; ${all} see how it ended. It can be opened again.`;
  return `${all} see it at once, with the reason.`;
};

const audienceOf = ({ organisations }: Board): { people: number; organisations: number } => {
  const rows = Object.values(organisations).filter((row) => row.participation !== "left");
  return { people: rows.reduce((sum, row) => sum + row.people, 0), organisations: rows.length };
};
const isSameAudience = (a: { people: number; organisations: number }, b: typeof a): boolean =>
  a.people === b.people && a.organisations === b.organisations;

const startingFrom = ({ severity, phase }: Incident): Choice => ({
  severity: SEVERITIES.find((value) => Number(value) === severity) ?? "3",
  phase: phase === "closed" ? "responding" : phase,
  reason: "",
});

type ChangeFormProps = { change: Change; incident: Incident; onSent: (id: string) => void; onCancel: () => void };

const ChangeForm = ({ change, incident, onSent, onCancel }: ChangeFormProps) => {
  const { incidentId } = useRoom();
  const send = useSend(incidentId);
  const audience = useBoard(incidentId, audienceOf, isSameAudience);
  const [choice, setChoice] = useState(() => startingFrom(incident));
  const words = CHANGE_WORDS[change];
  const handleSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { id } = await send(commandFor(change, choice));
    onSent(id);
  };
  return (
    <form className="form" onSubmit={handleSubmit}>
      {change === "severity" ? (
        <Segments
          legend="Severity, 1 is the worst"
          name="incident-severity"
          value={choice.severity}
          segments={SEVERITIES.map((value) => ({ value, label: value }))}
          onChoose={(severity) => setChoice({ ...choice, severity })}
        />
      ) : null}
      {change === "phase" ? (
        <Segments
          legend="Phase"
          name="incident-phase"
          value={choice.phase}
          segments={OPEN_PHASES.map((value) => ({ value, label: PHASE_WORDS[value] }))}
          onChoose={(phase) => setChoice({ ...choice, phase })}
        />
      ) : null}
      <Field label={words.why} hint={effectOf(change, audience)}>
        {(control) => (
          <TextArea
            {...control}
            tall
            rows={3}
            required
            maxLength={2000}
            value={choice.reason}
            onChange={({ target }) => setChoice({ ...choice, reason: target.value })}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone={change === "close" ? "danger" : "primary"}>
          {words.act}
        </Button>
        <Button onClick={onCancel}>Leave it</Button>
      </div>
    </form>
  );
};

/** Severity, phase and end of the incident, for those who decide them. */
export const IncidentCard = () => {
  const { incidentId, viewer } = useRoom();
  const incident = useBoard(incidentId, incidentOf);
  const [change, setChange] = useState<Change | null>(null);
  const [sentId, setSentId] = useState<string | null>(null);
  const sent = useSent(incidentId, sentId);
  const isClosed = incident.phase === "closed";
  const offered: Change[] = [];
  if (!isClosed && may(viewer, "decision.record")) offered.push("severity", "phase");
  if (!isClosed && may(viewer, "incident.close")) offered.push("close");
  if (isClosed && may(viewer, "incident.reopen")) offered.push("reopen");
  if (offered.length === 0) return null;
  return (
    <section className="people-card" aria-labelledby="incident-card">
      <h2 id="incident-card">The incident</h2>
      <p>
        Severity {incident.severity}, {PHASE_WORDS[incident.phase].toLowerCase()}
      </p>
      {change === null ? (
        <div className="flex flex-wrap gap-2">
          {offered.map((one) => (
            <Button key={one} onClick={() => setChange(one)}>
              {CHANGE_WORDS[one].open}
            </Button>
          ))}
        </div>
      ) : (
        <ChangeForm
          key={change}
          change={change}
          incident={incident}
          onSent={(id) => {
            setSentId(id);
            setChange(null);
          }}
          onCancel={() => setChange(null)}
        />
      )}
      {sent?.state === "refused" ? (
        <p className="problem" role="alert">
          {sent.refusal.message}
        </p>
      ) : null}
      {sent?.state === "waiting" ? <p role="status">Waits for the line; it goes out by itself.</p> : null}
    </section>
  );
};
