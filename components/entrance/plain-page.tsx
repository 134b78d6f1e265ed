import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "./brand.tsx";
import "./entrance.css";

type Props = {
  /** The exercise bar, on pages that show a drill. */
  notice?: ReactNode;
  /** Controls at the right end of the bar. */
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
};

/** The frame of every page outside an incident. */
export const PlainPage = ({ notice, actions, narrow = false, children }: Props) => (
  <div className="plain">
    <a className="skip" href="#main">
      Skip to content
    </a>
    {notice}
    <header className="topbar">
      <Link href="/" className="no-underline" aria-label="Muster, home">
        <Brand />
      </Link>
      <span className="flex-1" />
      {actions}
    </header>
    <main id="main" className={`plain-main${narrow ? " is-narrow" : ""}`} tabIndex={-1}>
      {children}
    </main>
  </div>
);
