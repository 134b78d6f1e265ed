import { redirect } from "next/navigation";

/** Where the settings were before. */
const AccountPage = () => redirect("/settings");

export default AccountPage;
