import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PlainPage } from "#components/entrance/plain-page";
import { ProviderButtons } from "#components/entrance/provider-buttons";
import { SignInHere } from "#components/entrance/sign-in-here";
import { hasMail, readProviders } from "#server/reads/read-account";
import { whoAsks } from "../who-asks.ts";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ next?: string | string[]; provider?: string | string[] }> };

/** Only a path of this site: nobody is sent elsewhere after signing in. */
const ownPath = (next: string | string[] | undefined): string =>
  typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";

const SignInPage = async ({ searchParams }: Props) => {
  const { next: wanted, provider } = await searchParams;
  const next = ownPath(wanted);
  if ((await whoAsks()) !== null) redirect(next);
  return (
    <PlainPage width="narrow">
      <h1 className="headline">Sign in</h1>
      <p className="lede mt-2">
        Invited to an incident? Open the link you were sent, or <a href="/join">enter the code</a>. You need no password
        for that.
      </p>
      {provider === "refused" ? (
        <p className="problem mt-4" role="alert">
          The provider did not sign you in here. Try again, or sign in another way.
        </p>
      ) : null}
      <SignInHere next={next} />
      {hasMail() ? (
        <p className="mt-4">
          <a href="/reset">Forgot your password?</a>
        </p>
      ) : null}
      <ProviderButtons providers={readProviders()} next={next} />
    </PlainPage>
  );
};

export default SignInPage;
