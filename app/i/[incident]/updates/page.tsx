import type { Metadata } from "next";
import { UpdatesPage } from "#components/feed/updates-page";
import { QueryProvider } from "#components/frame/query-provider";

export const metadata: Metadata = { title: "Updates" };

const Updates = () => (
  <QueryProvider>
    <UpdatesPage />
  </QueryProvider>
);

export default Updates;
