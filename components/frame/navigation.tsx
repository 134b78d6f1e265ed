"use client";

import { usePathname } from "next/navigation";
import { useCallback, useState } from "react";
import { Icon } from "#components/ui/icon";
import { PageLink } from "#components/ui/page-link";
import { useLoaded } from "#components/ui/use-loaded";
import { BAR_PLACES, type Place, placesOf } from "./places.ts";
import { useRoom } from "./room.tsx";
import { useShortcut } from "./shortcuts.tsx";

const loadSettings = async () => (await import("./settings-sheet.tsx")).SettingsSheet;

const Logo = () => (
  <svg viewBox="0 0 24 24" className="logo" aria-hidden="true">
    <path d="M3 20V5h3.6L12 14l5.4-9H21v15h-3.5V11.5L13 19h-2l-4.5-7.5V20z" />
  </svg>
);

type ItemProps = { place: Place; root: string; path: string; isExtra: boolean };

const Item = ({ place, root, path, isExtra }: ItemProps) => {
  const href = `${root}${place.path}`;
  return (
    <PageLink
      href={href}
      className={isExtra ? "rail-extra" : undefined}
      aria-current={path === href ? "page" : undefined}
    >
      <Icon name={place.icon} size="md" />
      <span>{place.label}</span>
    </PageLink>
  );
};

/** The pages of the incident: a rail on wide screens, a bar at the foot of narrow ones. */
export const Navigation = () => {
  const { incidentId, viewer } = useRoom();
  const path = usePathname();
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const SettingsSheet = useLoaded(loadSettings, isOpen, close);
  useShortcut("?", () => setOpen(true));
  const root = `/i/${incidentId}`;
  const places = placesOf(viewer);
  return (
    <nav className="rail" aria-label="Incident">
      <PageLink className="rail-logo" href="/" aria-label="Muster, my incidents">
        <Logo />
      </PageLink>
      {places.map((place, index) => (
        <Item key={place.path} place={place} root={root} path={path} isExtra={index >= BAR_PLACES} />
      ))}
      <button type="button" className="rail-more" onClick={() => setOpen(true)}>
        <Icon name="more" size="md" />
        <span>More</span>
      </button>
      {SettingsSheet === null ? null : <SettingsSheet onClose={close} places={places} root={root} />}
    </nav>
  );
};
