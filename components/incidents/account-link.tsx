/** Who is signed in; leads to what belongs to the person. */
export const AccountLink = ({ name }: { name: string }) => (
  <a href="/settings" className="text-muted">
    {name}
  </a>
);
