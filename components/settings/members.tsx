"use client";

import { type MemberItem, useMembers } from "#client/use-members";
import { useSubmission } from "#client/use-submission";
import { ProblemNote } from "#components/entrance/problem-note";
import { announce } from "#components/frame/announcer";
import { Button } from "#components/ui/button";
import { Select } from "#components/ui/select";
import { MEMBER_ROLE_WORDS, MEMBER_ROLES, type MemberRole } from "#domain/words";
import { InviteMember } from "./invite-member.tsx";
import { SettingsSection } from "./settings-section.tsx";

const ROLES = MEMBER_ROLES.map((value) => ({ value, label: MEMBER_ROLE_WORDS[value] }));

type RowProps = {
  member: MemberItem;
  isMe: boolean;
  isBusy: boolean;
  onRole: (role: MemberRole) => void;
  onRemove: () => void;
};

const MemberRow = ({ member: { person, role, suspended }, isMe, isBusy, onRole, onRemove }: RowProps) => (
  <li>
    <span className="row-words">
      <b>
        <bdi>{person.name}</bdi>
      </b>
      {isMe ? " (you)" : ""}
      <span className="block text-13 text-muted">
        {person.email}, {MEMBER_ROLE_WORDS[role].toLowerCase()}
        {suspended ? ", suspended" : ""}
      </span>
    </span>
    {isMe ? null : (
      <>
        <Select
          aria-label={`Role of ${person.name}`}
          disabled={isBusy}
          value={role}
          options={ROLES}
          onChoose={onRole}
        />
        <Button size="slim" disabled={isBusy} aria-label={`Remove ${person.name}`} onClick={onRemove}>
          Remove
        </Button>
      </>
    )}
  </li>
);

/** Who belongs to the organisation, who is invited, and the way to invite. */
export const Members = ({ organisation, me }: { organisation: string; me: string }) => {
  const { members, invited, invite, revoke, setRole, remove } = useMembers(organisation);
  const roles = useSubmission(setRole, () => announce("Role changed"));
  const removal = useSubmission(remove, () => announce("Member removed"));
  const revoking = useSubmission(revoke, () => announce("Invitation revoked"));
  const isBusy = roles.isBusy || removal.isBusy || revoking.isBusy;
  return (
    <>
      <SettingsSection
        title="Members"
        hint="Who is removed also leaves the organisation's incidents. Whoever commands one hands over first. An auditor reads the organisation's audit, and declares nothing."
      >
        <ul className="card row-list">
          {members?.map((member) => (
            <MemberRow
              key={member.person.id}
              member={member}
              isMe={member.person.id === me}
              isBusy={isBusy}
              onRole={(role) => roles.submit({ person: member.person.id, role })}
              onRemove={() => removal.submit(member.person.id)}
            />
          ))}
        </ul>
        <ProblemNote problem={roles.problem ?? removal.problem} />
      </SettingsSection>
      <SettingsSection title="Invite a member" hint="The link works once, for this address, for a week.">
        <InviteMember invite={invite} />
        {invited === null || invited.length === 0 ? null : (
          <ul className="card row-list" aria-label="Open invitations">
            {invited.map(({ id, email, role }) => (
              <li key={id}>
                <span className="row-words">
                  {email}
                  <span className="block text-13 text-muted">invited as {MEMBER_ROLE_WORDS[role].toLowerCase()}</span>
                </span>
                <Button
                  size="slim"
                  disabled={isBusy}
                  aria-label={`Revoke ${email}`}
                  onClick={() => revoking.submit(id)}
                >
                  Revoke
                </Button>
              </li>
            ))}
          </ul>
        )}
        <ProblemNote problem={revoking.problem} />
      </SettingsSection>
    </>
  );
};
