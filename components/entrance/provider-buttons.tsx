"use client";

import { goToProvider } from "#client/use-identities";
import { useSubmission } from "#client/use-submission";
import { Button } from "#components/ui/button";
import { ProblemNote } from "./problem-note.tsx";

type Props = { providers: readonly { name: string; issuer: string }[]; next: string };

const stay = () => undefined;

/** The ways in by other houses that this installation knows. */
export const ProviderButtons = ({ providers, next }: Props) => {
  const { submit, isBusy, problem } = useSubmission(goToProvider, stay, { staysBusy: true });
  return (
    <div className="form mt-4">
      <ProblemNote problem={problem} />
      {providers.map(({ name, issuer }) => (
        <Button key={issuer} size="big" disabled={isBusy} onClick={() => submit({ issuer, next })}>
          Sign in with {name}
        </Button>
      ))}
    </div>
  );
};
