import Link from "next/link";

/** Who is signed in; leads to what belongs to the person. */
export const AccountLink = ({ name }: { name: string }) => (
  <Link href="/account" className="text-muted">
    {name}
  </Link>
);
