import * as z from "zod/mini";
import * as f from "#domain/fields";
import { notFound, Refusal } from "#domain/refusal";
import { countWrite } from "#server/commands/rates";
import { answerOf, submit } from "#server/commands/submit";
import { ackSeconds, commands } from "#server/metrics";
import { readAt } from "#server/reads/read-at";
import { audienceQuery, readAudience } from "#server/reads/read-audience";
import { catchUp } from "#server/reads/read-catch-up";
import { readEvents } from "#server/reads/read-events";
import { exportIncident } from "#server/reads/read-export";
import { listPinned, readItem } from "#server/reads/read-item";
import { countIncidents, listAdministered, listIncidents } from "#server/reads/read-my-incidents";
import { listPeople } from "#server/reads/read-people";
import { readBoard } from "#server/reads/read-room";
import { search } from "#server/reads/read-search";
import { listTimeline } from "#server/reads/read-timeline";
import { readWithheld } from "#server/reads/read-withheld";
import { viewing } from "#server/reads/viewing";
import { type Route, route } from "./route.ts";

const count = (max: number) =>
  z.optional(
    z.pipe(z.string().check(z.regex(/^\d{1,4}$/, "is not a number")), z.transform(Number)).check(z.gte(1), z.lte(max)),
  );
const cursor = z.optional(z.string().check(z.maxLength(400)));
const id = (params: Readonly<Record<string, string>>): string => params["id"] ?? "";
const listQuery = z.strictObject({ limit: count(1000), cursor });

const timelineQuery = z.strictObject({
  before: cursor,
  limit: count(200),
  organisation: z.optional(f.id),
  sector: z.optional(f.sectorKey),
  kind: z.optional(z.string().check(z.maxLength(400))),
});

/** What a command may look like to the documentation; `submit` parses it, so that both doors refuse alike. */
const wish = z.looseObject({ id: z.optional(z.unknown()), kind: z.optional(z.unknown()) });

export const incidentRoutes: Route[] = [
  route({
    method: "GET",
    path: "/incidents",
    summary: "The incidents I take part in, newest first; beside them, those of organisations I administer.",
    query: listQuery,
    handle: async ({ context, person }) => {
      const administered = await listAdministered(context, person);
      return { body: { items: await listIncidents(context, person), administered, cursor: null, more: false } };
    },
  }),
  route({
    method: "GET",
    path: "/installation",
    summary: "How many incidents there are, and nothing about any of them.",
    handle: async ({ context, person }) => ({ body: { incidents: await countIncidents(context, person) } }),
  }),
  route({
    method: "POST",
    path: "/incidents",
    summary: "Declare an incident (the command incident.declare).",
    body: wish,
    status: 201,
    limit: null,
    handle: async ({ context, person, origin, body }) => {
      countWrite(context, person, body);
      const { kind = "incident.declare", ...fields } = body;
      if (kind !== "incident.declare")
        throw new Refusal("invalid", "Only incident.declare goes here.", { field: "kind" });
      const kept = await submit(context, person, null, { ...fields, kind }, origin);
      const { room } = await viewing(context, person, kept.incident);
      return { body: { ...answerOf(kept), incident: { id: kept.incident, title: room.roster.title } } };
    },
  }),
  route({
    method: "GET",
    path: "/incidents/{id}",
    summary: "One incident: title, severity, phase, my role.",
    handle: async ({ context, person, params }) => {
      const isAsked = (incident: { id: string }) => incident.id === id(params);
      const item =
        (await listIncidents(context, person)).find(isAsked) ?? (await listAdministered(context, person)).find(isAsked);
      if (item === undefined) throw notFound();
      return { body: item };
    },
  }),
  route({
    method: "POST",
    path: "/incidents/{id}/commands",
    summary: "The one way to change anything. The answer comes after the commit.",
    body: wish,
    handle: async ({ context, person, origin, params, body }) => {
      const end = ackSeconds.startTimer();
      const kept = await submit(context, person, id(params), body, origin).finally(end);
      commands.inc({ outcome: "ok" });
      return { body: answerOf(kept) };
    },
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/board",
    summary: "The board as I may see it, and the place it stands at.",
    handle: async ({ context, person, params }) => {
      const release = context.limits.hold("snapshots", "all");
      try {
        const { board, cursor: place, at } = await readBoard(context, person, id(params));
        return { body: { board, cursor: place, at } };
      } finally {
        release();
      }
    },
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/events",
    summary: "The incremental feed, oldest first.",
    query: listQuery,
    handle: async ({ context, person, params, query }) => ({
      body: await readEvents(context, person, id(params), query),
    }),
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/timeline",
    summary: "The record, newest first, with what stands on each item.",
    query: timelineQuery,
    handle: async ({ context, person, params, query }) => {
      const { before, limit, organisation, sector, kind } = query;
      const filter = { organisation, sector, kinds: kind?.split(",") };
      return { body: await listTimeline(context, person, id(params), { before, limit, filter }) };
    },
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/timeline/{event}",
    summary: "One item of the record, however old.",
    handle: async ({ context, person, params }) => ({
      body: await readItem(context, person, id(params), params["event"] ?? ""),
    }),
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/pinned",
    summary: "What the command pinned, the newest pin first.",
    handle: async ({ context, person, params }) => ({ body: await listPinned(context, person, id(params)) }),
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/people",
    summary: "Everybody in the incident.",
    handle: async ({ context, person, params }) => ({ body: await listPeople(context, person, id(params)) }),
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/withheld",
    summary: "By sector, how many organisations said how they are to few and let it count; taken at the cadence.",
    handle: async ({ context, person, params }) => ({ body: await readWithheld(context, person, id(params)) }),
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/audience",
    summary: "Who will see an update with this marking and audience, before it is sent.",
    query: audienceQuery,
    handle: async ({ context, person, params, query }) => ({
      body: await readAudience(context, person, id(params), query),
    }),
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/search",
    summary: "Updates, comments and organisations that hold the words.",
    query: z.strictObject({ q: f.text(200) }),
    handle: async ({ context, person, params, query }) => {
      context.limits.count("search", person);
      return { body: await search(context, person, id(params), query.q) };
    },
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/catch-up",
    summary: "What happened since my read mark, or since a cursor.",
    query: z.strictObject({ cursor }),
    handle: async ({ context, person, params, query }) => ({
      body: await catchUp(context, person, id(params), query.cursor),
    }),
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/at",
    summary: "The board as it stood at a moment.",
    query: z.strictObject({ time: f.time }),
    handle: async ({ context, person, params, query }) => ({
      body: await readAt(context, person, id(params), query.time),
    }),
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/export",
    summary: "Everything I may see, with its strictest marking in name, first line and footer.",
    query: z.strictObject({ format: z.optional(z.enum(["json", "csv", "md"])) }),
    handle: async ({ context, person, params, query }) => {
      context.limits.count("export", person);
      const { name, contentType, body } = await exportIncident(context, person, id(params), query.format ?? "json");
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
      return { text: { contentType, content: body }, headers: { "content-disposition": disposition } };
    },
  }),
];
