import type { Metadata } from "next";
import { PlainPage } from "#components/entrance/plain-page";
import { Welcome } from "#components/entrance/welcome";
import { whoAsks } from "../who-asks.ts";

export const metadata: Metadata = { title: "Welcome", referrer: "no-referrer" };

const WelcomePage = async () => {
  const me = await whoAsks();
  return (
    <PlainPage width="narrow">
      <Welcome signedInAs={me?.person.email ?? null} />
    </PlainPage>
  );
};

export default WelcomePage;
