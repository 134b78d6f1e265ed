"use client";

import { SignInForm } from "./sign-in-form.tsx";

/** `next` is where the person wanted to go; only a path of this site. */
export const SignInHere = ({ next }: { next: string }) => (
  <div className="mt-6">
    <SignInForm onSignedIn={() => window.location.assign(next)} />
  </div>
);
