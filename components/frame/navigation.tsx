"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Icon } from "#components/ui/icon";
import { BAR_PLACES, type Place, placesOf } from "./places.ts";
import { useRoom } from "./room.tsx";
import { SettingsSheet } from "./settings-sheet.tsx";
import { useShortcut } from "./shortcuts.tsx";

const Logo = () => (
  <svg viewBox="0 0 24 24" className="logo" aria-hidden="true">
    <path d="M3 20V5h3.6L12 14l5.4-9H21v15h-3.5V11.5L13 19h-2l-4.5-7.5V20z" />
  </svg>
);

type ItemProps = { place: Place; root: string; path: string; isExtra: boolean };

const Item = ({ place, root, path, isExtra }: ItemProps) => {
  const href = `${root}${place.path}`;
  return (
    <Link
      href={href}
      className={isExtra ? "rail-extra" : undefined}
      aria-current={path === href ? "page" : undefined}
      prefetch={false}
    >
      <Icon name={place.icon} size="md" />
      <span>{place.label}</span>
    </Link>
  );
};

/** The pages of the incident: a rail on wide screens, a bar at the foot of narrow ones. */
export const Navigation = () => {
  const { incidentId, viewer } = useRoom();
  const path = usePathname();
  const [isOpen, setOpen] = useState(false);
  useShortcut("?", () => setOpen(true));
  const root = `/i/${incidentId}`;
  const places = placesOf(viewer);
  return (
    <nav className="rail" aria-label="Incident">
      <Link className="rail-logo" href="/" aria-label="Muster, my incidents" prefetch={false}>
        <Logo />
      </Link>
      {places.map((place, index) => (
        <Item key={place.path} place={place} root={root} path={path} isExtra={index >= BAR_PLACES} />
      ))}
      <button type="button" className="rail-more" onClick={() => setOpen(true)}>
        <Icon name="more" size="md" />
        <span>More</span>
      </button>
      <SettingsSheet isOpen={isOpen} onClose={() => setOpen(false)} places={places} root={root} />
    </nav>
  );
};
