"use client";

import { useDeviceSetting } from "#client/device-settings";
import { Icon } from "#components/ui/icon";
import { Kbd } from "#components/ui/kbd";
import { PageLink } from "#components/ui/page-link";
import { Segments } from "#components/ui/segments";
import { Sheet } from "#components/ui/sheet";
import { may } from "#domain/policy";
import { BAR_PLACES, type Place } from "./places.ts";
import { useRoom } from "./room.tsx";
import { SHORTCUTS } from "./shortcut-list.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

const KEYS_IN_COMPOSER = [
  ["1 – 5", "Status, in the bar of the composer"],
  ["Ctrl ↵", "Send"],
  ["Enter Enter", "No change, right after U"],
  ["J K", "Next and previous organisation, on the board"],
  ["F6", "Next part of the page; with Shift the one before"],
  ["Esc", "Close, one layer at a time"],
] as const;

const ShortcutList = () => (
  <dl className="shortcut-list">
    {[...Object.entries(SHORTCUTS).map(([key, words]) => [key.toUpperCase(), words] as const), ...KEYS_IN_COMPOSER].map(
      ([key, words]) => (
        <div key={key}>
          <dt>
            <span className="sr-only">{key}</span>
            <Kbd>{key}</Kbd>
          </dt>
          <dd>{words}</dd>
        </div>
      ),
    )}
  </dl>
);

const SingleKeys = () => {
  const [keys, setKeys] = useDeviceSetting("shortcuts");
  return (
    <Segments
      legend="Single keys"
      name="single-keys"
      value={keys}
      segments={[
        { value: "on", label: "On" },
        { value: "off", label: "Off" },
      ]}
      onChoose={setKeys}
    />
  );
};

const Announcements = () => {
  const [announced, setAnnounced] = useDeviceSetting("announced");
  return (
    <Segments
      legend="Announcements"
      name="announced"
      value={announced}
      segments={[
        { value: "all", label: "All" },
        { value: "sector", label: "My sector" },
        { value: "mine", label: "Only mine" },
        { value: "off", label: "Off" },
      ]}
      onChoose={setAnnounced}
    />
  );
};

type Props = { onClose: () => void; places: readonly Place[]; root: string };

/** The rest of the pages, how the page looks and speaks, and every key. */
export const SettingsSheet = ({ onClose, places, root }: Props) => {
  const { viewer } = useRoom();
  return (
    <Sheet onClose={onClose} title="More">
      <section className="sheet-section sheet-places">
        {places.slice(BAR_PLACES).map((place) => (
          <PageLink key={place.path} href={`${root}${place.path}`} className="btn" onClick={onClose}>
            <Icon name={place.icon} />
            {place.label}
          </PageLink>
        ))}
        {may(viewer, "audit.read", { organisation: viewer.organisation }) ? (
          <PageLink href={`${root}/audit`} className="btn" onClick={onClose}>
            <Icon name="lock" />
            Audit
          </PageLink>
        ) : null}
        <PageLink href="/" className="btn">
          My incidents
        </PageLink>
      </section>
      <section className="sheet-section">
        <h2>Theme</h2>
        <ThemeSwitch />
      </section>
      <section className="sheet-section">
        <h2>Read aloud by a screen reader</h2>
        <Announcements />
      </section>
      <section className="sheet-section">
        <h2>Keys</h2>
        <SingleKeys />
        <ShortcutList />
      </section>
    </Sheet>
  );
};
