import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

type Props = {
  /** Null when another column orders the table. */
  direction: "ascending" | "descending" | null;
  onSort: () => void;
  numeric?: boolean;
  children: ReactNode;
};

/** The head of a column that orders its table. */
export const SortHeader = ({ direction, onSort, numeric = false, children }: Props) => (
  <th scope="col" aria-sort={direction ?? "none"} className={numeric ? "text-right" : "text-left"}>
    <button type="button" className="sort" onClick={onSort}>
      {children}
      {direction === null ? null : <Icon name={direction === "ascending" ? "up" : "down"} size="xs" />}
    </button>
  </th>
);
