"use client";

import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { ProblemNote } from "#components/entrance/problem-note";
import { Button } from "#components/ui/button";

const signOut = (): Promise<unknown> => api.remove("/api/v1/session");

/** Ends this session everywhere it is open. */
export const SignOut = () => {
  const { submit, isBusy, problem } = useSubmission(signOut, () => window.location.assign("/"), { staysBusy: true });
  return (
    <>
      <Button onClick={() => submit(undefined)} disabled={isBusy}>
        Sign out
      </Button>
      <ProblemNote problem={problem} />
    </>
  );
};
