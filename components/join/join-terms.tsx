import { Moment } from "#components/ui/moment";
import { TlpChip } from "#components/ui/tlp-chip";
import { roleWord } from "#domain/role-word";
import { untilWords } from "#domain/time-words";
import type { Marking, Mode } from "#domain/words";

export type Invitation = {
  incident: { title: string; mode: Mode };
  organisation: { id: string; name: string; code: string };
  role: string;
  invitedBy: string;
  expiresAt: string;
  sees: readonly Marking[];
};

const DUTIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    liaison: "report a status, two numbers, one line",
    responder: "post text and numbers for your organisation",
    observer: "read along and put questions; you post nothing",
    auditor: "read along; you post nothing",
    guest: "read along and comment",
  }),
);

type Props = { invitation: Invitation; renderedAt: string };

/** What this is, as whom, who invited, what will be seen and until when: before anything is asked. */
export const JoinTerms = ({ invitation, renderedAt }: Props) => {
  const { incident, organisation, role, invitedBy, expiresAt, sees } = invitation;
  const now = Date.parse(renderedAt);
  const duty = DUTIES.get(role);
  return (
    <>
      <div>
        <h1 className="headline">
          Join as {roleWord(role).toLowerCase()} for <bdi>{organisation.name}</bdi>
        </h1>
        <p className="text-muted">
          <bdi>{incident.title}</bdi>
          {incident.mode === "drill" ? ", an exercise" : ""}
        </p>
      </div>
      <dl className="terms">
        <div>
          <dt>Invited by</dt>
          <dd>{invitedBy}</dd>
        </div>
        {duty === undefined ? null : (
          <div>
            <dt>You will</dt>
            <dd>{duty}</dd>
          </div>
        )}
        <div>
          <dt>You will see</dt>
          <dd>
            {sees.map((marking, index) => (
              <span key={marking}>
                {index === 0 ? "" : " and "}
                <TlpChip marking={marking} />
              </span>
            ))}{" "}
            now, more once vouched for
          </dd>
        </div>
        <div>
          <dt>Others see</dt>
          <dd>name, organisation, connected or not</dd>
        </div>
        <div>
          <dt>Link ends</dt>
          <dd>
            <Moment at={expiresAt} now={now} local />,{" "}
            <span className="whitespace-nowrap">{untilWords(Date.parse(expiresAt) - now)}</span>
          </dd>
        </div>
      </dl>
    </>
  );
};
