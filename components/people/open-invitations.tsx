"use client";

import { useInvitations } from "#client/use-invitations";
import { useServerNow } from "#client/use-server-now";
import { useSubmission } from "#client/use-submission";
import { ProblemNote } from "#components/entrance/problem-note";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import type { Row } from "#domain/board";
import { untilWords } from "#domain/time-words";
import { ROLE_WORDS } from "#domain/words";

/** A link of seven days ends in 7 d, and not in 6, for its first hour. */
const HOUR = 3_600_000;
const leftOf = (ms: number): number => (ms < 24 * HOUR ? ms : Math.ceil(ms / HOUR) * HOUR);

/** Links that still open the door, and the way to shut it. */
export const OpenInvitations = ({ rows }: { rows: readonly Row[] }) => {
  const { invitations, revoke } = useInvitations(useRoom().incidentId);
  const { submit, isBusy, problem } = useSubmission(revoke, () => {});
  const now = useServerNow(60_000);
  const open = invitations.filter(({ uses, maxUses, expiresAt }) => uses < maxUses && Date.parse(expiresAt) > now);
  if (open.length === 0) return null;
  const codeOf = (organisation: string): string => rows.find(({ id }) => id === organisation)?.code ?? "";
  return (
    <section className="people-card" aria-labelledby="open-invitations">
      <h2 id="open-invitations">Open invitations</h2>
      <ul className="open-list">
        {open.map(({ id, organisation, role, email, uses, maxUses, expiresAt }) => (
          <li key={id}>
            <span>
              <span className="code">{codeOf(organisation)}</span> {ROLE_WORDS[role]}
              <small>
                {email ?? (maxUses === 1 ? "one person" : `${uses} of ${maxUses} came`)}, ends{" "}
                {untilWords(leftOf(Date.parse(expiresAt) - now))}
              </small>
            </span>
            <Button
              size="slim"
              disabled={isBusy}
              onClick={() => submit(id)}
              aria-label={`Take back the invitation for ${codeOf(organisation)}, ${ROLE_WORDS[role]}`}
            >
              Take back
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNote problem={problem} />
    </section>
  );
};
