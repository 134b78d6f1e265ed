import type { Metadata } from "next";
import { CodeForm } from "#components/join/code-form";
import { JoinFrame } from "#components/join/join-frame";

export const metadata: Metadata = { title: "Join with a code" };

const JoinByCodePage = () => (
  <JoinFrame>
    <div>
      <h1 className="headline">Join with a code</h1>
      <p className="text-muted">Somebody read it to you. If you have a link, open that instead.</p>
    </div>
    <CodeForm />
  </JoinFrame>
);

export default JoinByCodePage;
