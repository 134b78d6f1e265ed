import type { Metadata } from "next";
import { QueryProvider } from "#components/frame/query-provider";
import { EndingNote } from "#components/incident/ending-note";
import { MyRow } from "#components/my-row/my-row";

export const metadata: Metadata = { title: "My row" };

const MyRowPage = () => (
  <main id="main" className="my-row" tabIndex={-1}>
    <QueryProvider>
      <EndingNote />
      <MyRow />
    </QueryProvider>
  </main>
);

export default MyRowPage;
