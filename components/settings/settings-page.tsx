import type { ReactNode } from "react";
import { PlainPage } from "#components/entrance/plain-page";
import { QueryProvider } from "#components/frame/query-provider";
import { SignOut } from "./sign-out.tsx";
import "./settings.css";

export type SettingsPlace = { path: string; name: string };

type Props = { title: string; lede: ReactNode; places: readonly SettingsPlace[]; here: string; children: ReactNode };

/** The frame of settings and administration: the places this person may go to, and one of them. */
export const SettingsPage = ({ title, lede, places, here, children }: Props) => (
  <PlainPage actions={<SignOut />}>
    <div className="settings">
      <nav aria-label="Settings" className="settings-places">
        {places.map(({ path, name }) => (
          <a key={path} href={path} {...(path === here ? { "aria-current": "page" } : {})}>
            {name}
          </a>
        ))}
      </nav>
      <div className="settings-main">
        <div>
          <h1 className="headline">
            <bdi>{title}</bdi>
          </h1>
          <p className="text-muted">{lede}</p>
        </div>
        <QueryProvider>{children}</QueryProvider>
      </div>
    </div>
  </PlainPage>
);
