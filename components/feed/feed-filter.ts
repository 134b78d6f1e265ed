import type { FeedItem } from "#domain/board";
import type { Event } from "#domain/event";

/** Which items are listed: all that is said here, in the address. */
export type FeedFilter = { organisation: string | null; sector: string | null; isChangesOnly: boolean };

export const EVERYTHING: FeedFilter = { organisation: null, sector: null, isChangesOnly: false };

export const isEverything = ({ organisation, sector, isChangesOnly }: FeedFilter): boolean =>
  organisation === null && sector === null && !isChangesOnly;

type Params = { get: (name: string) => string | null };

/** `?organisation=…&sector=…&only=changes`; "mine" stands for the reader's own organisation. */
export const feedFilterOf = (params: Params, ownOrganisation: string): FeedFilter => {
  const organisation = params.get("organisation");
  return {
    organisation: organisation === "mine" ? ownOrganisation : organisation,
    sector: params.get("sector"),
    isChangesOnly: params.get("only") === "changes",
  };
};

/** The organisation an event is about; null for what is about the incident as a whole. */
export const subjectOf = (event: Event): string | null => {
  if (event.kind === "organisation.entered") return event.organisation.id;
  if (event.kind === "redacted" || event.kind === "incident.declared") return null;
  return "organisation" in event ? event.organisation : null;
};

type SectorOf = (organisation: string) => string | undefined;

export const isListed = (item: FeedItem, filter: FeedFilter, sectorOf: SectorOf): boolean => {
  const subject = subjectOf(item.event);
  if (filter.organisation !== null && subject !== filter.organisation) return false;
  if (filter.sector !== null && (subject === null || sectorOf(subject) !== filter.sector)) return false;
  return !filter.isChangesOnly || (item.change !== undefined && item.change.from !== item.change.to);
};
