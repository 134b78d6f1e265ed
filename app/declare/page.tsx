import type { Metadata } from "next";
import { DeclareForm } from "#components/declare/declare-form";
import { PlainPage } from "#components/entrance/plain-page";
import { AccountLink } from "#components/incidents/account-link";
import { ownOrganisation } from "#server/access/me";
import { readSector } from "#server/reads/read-own-organisation";
import { whoMustAsk } from "../who-asks.ts";

export const metadata: Metadata = { title: "Declare" };

const DeclarePage = async () => {
  const me = await whoMustAsk("/declare");
  const own = ownOrganisation(me);
  return (
    <PlainPage width="narrow" actions={<AccountLink name={me.person.name} />}>
      <h1 className="headline">Declare an incident</h1>
      {own === null ? (
        <p className="lede mt-2">Only members of an organisation declare incidents. Ask whoever runs this Muster.</p>
      ) : (
        <>
          <p className="lede mt-2">
            You will command it for {own.name}. The board opens at once; you invite others there.
          </p>
          <DeclareForm own={{ name: own.name, sector: await readSector(own.id) }} />
        </>
      )}
    </PlainPage>
  );
};

export default DeclarePage;
