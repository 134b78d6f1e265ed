"use client";

import { type SessionItem, useSessions } from "#client/use-sessions";
import { useSubmission } from "#client/use-submission";
import { ProblemNote } from "#components/entrance/problem-note";
import { announce } from "#components/frame/announcer";
import { Button } from "#components/ui/button";
import { Moment } from "#components/ui/moment";
import { SettingsSection } from "./settings-section.tsx";

type RowProps = { session: SessionItem; now: number; isBusy: boolean; onEnd: (id: string) => void };

const SessionRow = ({ session: { id, device, createdAt, seenAt, here }, now, isBusy, onEnd }: RowProps) => (
  <li>
    <span className="row-words">
      <b>{device}</b> {here ? <span className="text-13">this one</span> : null}
      <span className="block text-13 text-muted">
        since <Moment at={createdAt} now={now} />, last used <Moment at={seenAt} now={now} relative />
      </span>
    </span>
    {here ? null : (
      <Button size="slim" disabled={isBusy} aria-label={`End ${device}`} onClick={() => onEnd(id)}>
        End
      </Button>
    )}
  </li>
);

/** Everywhere this person is signed in. Ending one closes what is open there at once. */
export const Sessions = ({ renderedAt }: { renderedAt: string }) => {
  const { sessions, end, endOthers } = useSessions();
  const one = useSubmission(end, () => announce("Session ended"));
  const others = useSubmission(endOthers, () => announce("Signed out everywhere else"));
  const now = Date.parse(renderedAt);
  return (
    <SettingsSection title="Sessions" hint="Where you are signed in. What you end closes there within a second.">
      {sessions === null ? null : (
        <ul className="card row-list">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} now={now} isBusy={one.isBusy} onEnd={one.submit} />
          ))}
        </ul>
      )}
      <ProblemNote problem={one.problem ?? others.problem} />
      {sessions !== null && sessions.length > 1 ? (
        <p>
          <Button disabled={others.isBusy} onClick={() => others.submit(undefined)}>
            Sign out everywhere else
          </Button>
        </p>
      ) : null}
    </SettingsSection>
  );
};
