import { expect, test } from "vitest";
import type { AttentionReason } from "#domain/attention";
import { minute } from "../testing-board.ts";
import { attentionWords } from "./attention-words.ts";

const cases: [AttentionReason, string][] = [
  [{ kind: "never-reported", sinceMs: minute(0) }, "Expected since 08:00Z, never reported"],
  [{ kind: "expired", lastSaid: "degraded", heardMs: minute(5) }, "Report expired, last said Degraded 08:05Z"],
  [{ kind: "expired", lastSaid: "no_report", heardMs: minute(5) }, "Report expired, last word 08:05Z"],
  [{ kind: "overdue", overdueMs: 42 * 60_000, heardMs: minute(18) }, "Overdue 42 min, last word 08:18Z"],
  [{ kind: "worse", sinceMs: minute(30), from: "degraded" }, "Worse since 08:30Z, was Degraded"],
  [{ kind: "worse", sinceMs: minute(30), from: "no_report" }, "Trouble since 08:30Z"],
  [{ kind: "due", dueMs: minute(65) }, "Due since 09:05Z"],
  [{ kind: "contradiction", affected: 3999, restored: 90_000 }, "Figures contradict: back 90,000 of 3,999 affected"],
];

const unheard: [AttentionReason, string][] = [
  [{ kind: "never-reported", sinceMs: minute(0) }, "Nothing that you may read"],
  [{ kind: "expired", lastSaid: "degraded", heardMs: minute(5) }, "Nothing that you may read since 08:05Z"],
  [{ kind: "overdue", overdueMs: 42 * 60_000, heardMs: minute(18) }, "Nothing that you may read since 08:18Z"],
  [{ kind: "worse", sinceMs: minute(30), from: "degraded" }, "Worse since 08:30Z, was Degraded"],
];

test.each(unheard)("%j for who may not read what is said", (reason, words) => {
  expect(attentionWords(reason, minute(120), false)).toBe(words);
});

test.each(cases)("%j", (reason, words) => {
  expect(attentionWords(reason, minute(120))).toBe(words);
});
