import type { Metadata } from "next";
import { UpdatesPage } from "#components/feed/updates-page";

export const metadata: Metadata = { title: "Updates" };

const Updates = () => <UpdatesPage />;

export default Updates;
