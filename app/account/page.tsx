import type { Metadata } from "next";
import { SignOut } from "#components/account/sign-out";
import { Tokens } from "#components/account/tokens";
import { PlainPage } from "#components/entrance/plain-page";
import { QueryProvider } from "#components/frame/query-provider";
import { whoMustAsk } from "../who-asks.ts";

export const metadata: Metadata = { title: "Account" };

const AccountPage = async () => {
  const me = await whoMustAsk("/account");
  return (
    <PlainPage width="narrow">
      <div className="grid gap-8">
        <div className="flex flex-wrap items-start justify-between gap-4">
          <div>
            <h1 className="headline">{me.person.name}</h1>
            <p className="text-muted">
              {me.person.email}
              {me.organisations.map(({ id, name, role }) => (
                <span key={id} className="block">
                  {name}
                  {role === "admin" ? ", administrator" : ""}
                </span>
              ))}
            </p>
          </div>
          <SignOut />
        </div>
        <QueryProvider>
          <Tokens renderedAt={new Date().toISOString()} />
        </QueryProvider>
      </div>
    </PlainPage>
  );
};

export default AccountPage;
