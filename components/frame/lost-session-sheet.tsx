"use client";

import { useState } from "react";
import { SignInForm } from "#components/entrance/sign-in-form";
import "#components/entrance/forms.css";
import { Sheet } from "#components/ui/sheet";

export type Back = "same" | "another" | "nobody";

const SignInHere = ({ signedIn }: { signedIn: () => Promise<Back> }) => {
  const [back, setBack] = useState<Back>("same");
  return (
    <div className="grid gap-3 py-4">
      {back === "another" ? (
        <p className="problem" role="alert">
          That is another person: what waits here belongs to the one before.
        </p>
      ) : null}
      <SignInForm key={back} act="Sign in and go on" onSignedIn={() => void signedIn().then(setBack)} />
    </div>
  );
};

const toMyIncidents = (): void => window.location.assign("/");

type Props = { isRemoved: boolean; signedIn: () => Promise<Back>; onLater: () => void };

/** Why the page goes on no more, and the way back in. */
export const LostSessionSheet = ({ isRemoved, signedIn, onLater }: Props) =>
  isRemoved ? (
    <Sheet onClose={toMyIncidents} title="You are no longer in this incident">
      <p className="py-4">What you had on this page is not shown any more. Ask the commander if this surprises you.</p>
      <a className="btn btn-primary" href="/">
        My incidents
      </a>
    </Sheet>
  ) : (
    <Sheet onClose={onLater} title="You are signed out">
      <p className="pt-4">What you have written stays on this device and is sent when you are back.</p>
      <SignInHere signedIn={signedIn} />
      <p className="text-muted">
        No password? Open your invitation link again, or <a href="/">take a seat in the drill</a>.
      </p>
    </Sheet>
  );
