import { notFound } from "next/navigation";
import { cache } from "react";
import { readRoom } from "#server/reads/read-room";
import { whoMustAsk } from "../../who-asks.ts";

/** The incident as its reader may see it, read once per request. */
export const roomOf = cache(async (incident: string) => {
  const me = await whoMustAsk(`/i/${incident}`);
  return (await readRoom(me, incident)) ?? notFound();
});
