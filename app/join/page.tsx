import type { Metadata } from "next";
import { PlainPage } from "#components/entrance/plain-page";
import { CodeForm } from "#components/join/code-form";
import { JoinFrame } from "#components/join/join-frame";

export const metadata: Metadata = { title: "Join with a code" };

const JoinByCodePage = () => (
  <PlainPage>
    <JoinFrame>
      <div>
        <h1 className="headline">Join with a code</h1>
        <p className="text-muted">Somebody read it to you. If you have a link, open that instead.</p>
      </div>
      <CodeForm />
    </JoinFrame>
  </PlainPage>
);

export default JoinByCodePage;
