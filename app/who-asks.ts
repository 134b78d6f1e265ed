import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { type Me, readMe } from "#server/access/session";

/** Who asks for this page, by the session cookie; null for a stranger. */
export const whoAsks = cache(async (): Promise<Me | null> => readMe((await headers()).get("cookie")));

/** The same for pages that need somebody: a stranger signs in and comes back to `path`. */
export const whoMustAsk = async (path: string): Promise<Me> => {
  const me = await whoAsks();
  if (me === null) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return me;
};
