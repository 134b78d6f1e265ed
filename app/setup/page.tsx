import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { PlainPage } from "#components/entrance/plain-page";
import { SetUpForm } from "#components/entrance/set-up-form";
import { readInstallation } from "#server/reads/read-installation";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

const SetUpPage = async () => {
  const { setUp } = await readInstallation((await headers()).get("host"));
  if (setUp) notFound();
  return (
    <PlainPage width="narrow">
      <h1 className="headline">Set up Muster for your organisation</h1>
      <p className="lede mt-2">
        You become the administrator of this installation. After that nobody takes a seat in the drill without an
        invitation, and you can declare a real incident.
      </p>
      <SetUpForm />
    </PlainPage>
  );
};

export default SetUpPage;
