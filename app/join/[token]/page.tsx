import type { Metadata } from "next";
import { headers } from "next/headers";
import { ExerciseBar } from "#components/frame/exercise-bar";
import { DeadLink } from "#components/join/dead-link";
import { JoinForm } from "#components/join/join-form";
import { JoinFrame } from "#components/join/join-frame";
import { JoinTerms } from "#components/join/join-terms";
import { readInvitation } from "#server/reads/read-invitation";
import { whoAsks } from "../../who-asks.ts";

/** The token is a secret: it is handed to no other site. */
export const metadata: Metadata = { title: "Join", referrer: "no-referrer" };

type Props = { params: Promise<{ token: string }> };

/** After many wrong codes from one address nothing is looked up for a while. */
const invitationFor = async (token: string, address: string) => {
  try {
    return await readInvitation(token, address);
  } catch (error) {
    // The limits live in the server's bundle, whose classes are not those of the pages'.
    if (error instanceof Error && "code" in error && error.code === "too-many") return "too-many" as const;
    throw error;
  }
};

const JoinPage = async ({ params }: Props) => {
  const token = decodeURIComponent((await params).token);
  // Set by the server itself, whatever a client sends.
  const address = (await headers()).get("x-muster-address") ?? "";
  const [invitation, me] = await Promise.all([invitationFor(token, address), whoAsks()]);
  if (invitation === "too-many" || invitation === null) {
    return (
      <JoinFrame>
        <DeadLink isGuess={invitation === "too-many"} />
      </JoinFrame>
    );
  }
  return (
    <JoinFrame notice={invitation.incident.mode === "drill" ? <ExerciseBar /> : null}>
      <JoinTerms invitation={invitation} renderedAt={new Date().toISOString()} />
      <JoinForm
        token={token}
        organisation={invitation.organisation.name}
        invitedBy={invitation.invitedBy}
        known={me === null ? null : { name: me.person.name, email: me.person.email }}
      />
    </JoinFrame>
  );
};

export default JoinPage;
