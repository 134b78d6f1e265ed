"use client";

import { lazy, Suspense, useMemo } from "react";
import { useBoard } from "#client/use-incident";
import { AddressLink } from "#components/frame/address-link";
import { useRoom } from "#components/frame/room";
import { useAddress } from "#components/frame/use-address";
import { Select } from "#components/ui/select";
import type { Board } from "#domain/board";
import { sectorName } from "#domain/sectors";
import { Feed } from "./feed.tsx";
import { feedFilterOf } from "./feed-filter.ts";

const PinnedList = lazy(async () => ({ default: (await import("./pinned-list.tsx")).PinnedList }));

type Place = { id: string; name: string; sector: string };

const placesOf = ({ organisations }: Board): Place[] =>
  Object.values(organisations)
    .map(({ id, name, sector }) => ({ id, name, sector }))
    .sort((a, b) => a.name.localeCompare(b.name));
const isSameList = (a: readonly Place[], b: readonly Place[]): boolean =>
  a.length === b.length && a.every((place, index) => place.id === b[index]?.id && place.name === b[index].name);

const EVERY = "";

const Filters = () => {
  const { incidentId } = useRoom();
  const places = useBoard(incidentId, placesOf, isSameList);
  const { params, change } = useAddress();
  const sectors = [...new Set(places.map((place) => place.sector))].sort();
  const isMine = params.get("organisation") === "mine";
  const isChanges = params.get("only") === "changes";
  const isPinned = params.get("only") === "pinned";
  return (
    <search className="toolbar">
      <AddressLink
        className="btn btn-slim"
        aria-current={isMine ? "true" : undefined}
        to={{ organisation: isMine ? null : "mine" }}
      >
        My organisation
      </AddressLink>
      <AddressLink
        className="btn btn-slim"
        aria-current={isChanges ? "true" : undefined}
        to={{ only: isChanges ? null : "changes" }}
      >
        Status changes
      </AddressLink>
      <AddressLink
        className="btn btn-slim"
        aria-current={isPinned ? "true" : undefined}
        to={{ only: isPinned ? null : "pinned", organisation: null, sector: null }}
      >
        Pinned
      </AddressLink>
      <Select
        aria-label="Sector"
        value={params.get("sector") ?? EVERY}
        options={[
          { value: EVERY, label: "All sectors" },
          ...sectors.map((sector) => ({ value: sector, label: sectorName(sector) })),
        ]}
        onChoose={(sector) => change({ sector: sector === EVERY ? null : sector })}
      />
      <Select
        aria-label="Organisation"
        value={isMine ? EVERY : (params.get("organisation") ?? EVERY)}
        options={[
          { value: EVERY, label: "All organisations" },
          ...places.map((place) => ({ value: place.id, label: place.name })),
        ]}
        onChoose={(organisation) => change({ organisation: organisation === EVERY ? null : organisation })}
      />
    </search>
  );
};

/** The whole feed; what is listed stands in the address. */
export const UpdatesPage = () => {
  const { viewer } = useRoom();
  const { params } = useAddress();
  const { organisation, sector, isChangesOnly } = feedFilterOf(params, viewer.organisation);
  const filter = useMemo(() => ({ organisation, sector, isChangesOnly }), [organisation, sector, isChangesOnly]);
  return (
    <main id="main" tabIndex={-1} className="page page-feed">
      <header className="page-head">
        <h2 className="text-20/20">Updates</h2>
      </header>
      <Filters />
      {params.get("only") === "pinned" ? (
        <Suspense>
          <PinnedList />
        </Suspense>
      ) : (
        <Feed key={`${organisation}/${sector}`} filter={filter} isLinkable />
      )}
    </main>
  );
};
