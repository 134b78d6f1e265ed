import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PlainPage } from "#components/entrance/plain-page";
import { Reset } from "#components/entrance/reset";
import { hasMail } from "#server/reads/read-account";

export const metadata: Metadata = { title: "New password", referrer: "no-referrer" };

const ResetPage = () => {
  if (!hasMail()) notFound();
  return (
    <PlainPage width="narrow">
      <Reset />
    </PlainPage>
  );
};

export default ResetPage;
