import type { Pending } from "#client/outbox-entry";
import type { Board } from "#domain/board";
import { metricLabel } from "#domain/metrics";

type Command = Pending["command"];

const WORDS: Partial<Record<Command["kind"], string>> = {
  "update.post": "Update",
  "update.renew": "No change",
  "update.redact": "Removal",
  "update.set-marking": "New marking",
  "comment.post": "Comment",
  "event.pin": "Pin",
  "event.acknowledge": "Acknowledgement",
  "incident.set-severity": "New severity",
  "incident.set-phase": "New phase",
};

/** "DAL, update": what waits, and for whom. */
export const pendingTitle = (command: Command, organisations: Board["organisations"]): string => {
  const word = WORDS[command.kind] ?? "Change";
  const row = "organisation" in command && command.organisation ? organisations[command.organisation] : undefined;
  return row === undefined ? word : `${row.code}, ${word.toLowerCase()}`;
};

/** The content as it was written: figures first, then the text. */
export const pendingText = (command: Command): string | null => {
  const parts: string[] = [];
  if (command.kind === "update.post") {
    for (const figure of command.figures ?? []) parts.push(`${metricLabel(figure.metric)} ${figure.value}`);
  }
  const line = parts.join(", ");
  const text = "text" in command && command.text !== undefined ? command.text : "";
  return [line, text].filter((part) => part !== "").join(". ") || null;
};
