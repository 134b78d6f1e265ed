import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { IncidentState } from "#domain/board";
import { readRoom } from "#server/reads/read-room";
import { whoMustAsk } from "../../who-asks.ts";

/** The incident as its reader may see it, read once per request. */
export const roomOf = cache(async (incident: string) => {
  const me = await whoMustAsk(`/i/${incident}`);
  return (await readRoom(me, incident)) ?? notFound();
});

/** Titles of all pages of an incident; an exercise says so before anything else. */
export const titlesOf = ({ title, mode }: IncidentState): { template: string; default: string } => {
  const mark = mode === "drill" ? "[EXERCISE] " : "";
  return { template: `${mark}%s · ${title} · Muster`, default: `${mark}${title} · Muster` };
};

/** The title of the page that stands beside the layout, which the layout's template does not reach. */
export const titleOf = (incident: IncidentState, page: string): Metadata => ({
  title: { absolute: titlesOf(incident).template.replace("%s", page) },
});
