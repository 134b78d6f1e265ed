import type { ReactNode } from "react";
import "./join.css";

/** One column as wide as a phone; its button stays at the foot of the screen. */
export const JoinFrame = ({ children }: { children: ReactNode }) => <div className="join">{children}</div>;
