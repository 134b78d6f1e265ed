import type { ReactNode } from "react";
import { Brand } from "./brand.tsx";
import "#components/frame/frame.css";
import "./entrance.css";
import "./forms.css";

type Props = {
  /** The exercise bar, on pages that show a drill. */
  notice?: ReactNode;
  /** Controls at the right end of the bar. */
  actions?: ReactNode;
  width?: "wide" | "narrow" | "phone";
  children: ReactNode;
};

/** The frame of every page outside an incident. */
export const PlainPage = ({ notice, actions, width = "wide", children }: Props) => (
  <div className="plain">
    <a className="skip" href="#main">
      Skip to content
    </a>
    {notice}
    <header className="topbar">
      <a href="/" className="no-underline" aria-label="Muster, home">
        <Brand />
      </a>
      <span className="flex-1" />
      {actions}
    </header>
    <main id="main" className={`plain-main is-${width}`} tabIndex={-1}>
      {children}
    </main>
  </div>
);
