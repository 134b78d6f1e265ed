import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PlainPage } from "#components/entrance/plain-page";
import { SignInHere } from "#components/entrance/sign-in-here";
import { whoAsks } from "../who-asks.ts";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

/** Only a path of this site: nobody is sent elsewhere after signing in. */
const ownPath = (next: string | string[] | undefined): string =>
  typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";

const SignInPage = async ({ searchParams }: Props) => {
  const next = ownPath((await searchParams).next);
  if ((await whoAsks()) !== null) redirect(next);
  return (
    <PlainPage width="narrow">
      <h1 className="headline">Sign in</h1>
      <p className="lede mt-2">
        Invited to an incident? Open the link you were sent, or <a href="/join">enter the code</a>. You need no password
        for that.
      </p>
      <SignInHere next={next} />
    </PlainPage>
  );
};

export default SignInPage;
