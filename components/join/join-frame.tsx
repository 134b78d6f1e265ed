import type { ReactNode } from "react";
import { PlainPage } from "#components/entrance/plain-page";
import "./join.css";

type Props = {
  /** The exercise bar, when it is one. */
  notice?: ReactNode;
  children: ReactNode;
};

/** A page as wide as a phone; its button stays at the foot of the screen. */
export const JoinFrame = ({ notice, children }: Props) => (
  <PlainPage width="phone" notice={notice}>
    {children}
  </PlainPage>
);
