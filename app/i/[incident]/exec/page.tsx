import type { Metadata } from "next";
import { ExecView } from "#components/exec/exec-view";

export const metadata: Metadata = { title: "Summary" };

const ExecPage = () => (
  <main id="main" className="exec-main" tabIndex={-1}>
    <ExecView />
  </main>
);

export default ExecPage;
