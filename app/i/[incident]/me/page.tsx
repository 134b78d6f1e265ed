import type { Metadata } from "next";
import { MyRow } from "#components/my-row/my-row";

export const metadata: Metadata = { title: "My row" };

const MyRowPage = () => (
  <main id="main" className="my-row" tabIndex={-1}>
    <MyRow />
  </main>
);

export default MyRowPage;
