import type { ReactNode } from "react";
import type { Seat } from "#domain/words";

const PICTURES: Record<Seat, ReactNode> = {
  commander: (
    <>
      <path d="M8 28h284v1H8zM8 56h284v1H8zM8 8h40v6H8zM8 36h34v6H8zM8 64h38v6H8z" fill="var(--color-line)" />
      <path
        d="M218 8h74v5h-74zM218 17h52v5h-52zM218 36h74v5h-74zM218 45h60v5h-60zM218 64h70v5h-70z"
        fill="var(--color-line)"
      />
      <path d="M64 8h26v7H64zM93 8h26v7H93zM64 18h26v7H64zM64 36h26v7H64z" fill="var(--color-ink)" />
      <path
        d="M130.5 8.5h26v6h-26zM130.5 36.5h26v6h-26zM130.5 64.5h26v6h-26zM130.5 74.5h26v6h-26zM166.5 8.5h22v6h-22zM166.5 64.5h22v6h-22z"
        fill="none"
        stroke="var(--color-line-strong)"
      />
    </>
  ),
  liaison: (
    <>
      <path
        d="M70.5 8.5h76v16h-76zM153.5 8.5h76v16h-76zM70.5 30.5h76v16h-76zM70.5 54.5h76v14h-76zM153.5 54.5h76v14h-76z"
        fill="none"
        stroke="var(--color-line-strong)"
      />
      <path d="M153 30h77v17h-77z" fill="var(--color-ink)" />
      <path d="M70 75h160v14H70z" fill="var(--color-accent)" />
    </>
  ),
  executive: (
    <>
      <path d="M24 10h150v7H24zM24 21h104v7H24z" fill="var(--color-ink)" />
      <path
        d="M24 40h36v16H24zM72 40h36v16H72zM120 40h36v16h-36zM168 40h36v16h-36zM216 40h36v16h-36z"
        fill="var(--color-line-strong)"
      />
      <path d="M24 86h50v-4h50v-6h60v-7h68" fill="none" stroke="var(--color-ink)" strokeWidth="2.5" />
    </>
  ),
};

/** A sketch of the screen that goes with the seat. */
export const SeatPicture = ({ seat }: { seat: Seat }) => (
  <svg className="seat-picture" viewBox="0 0 300 96" aria-hidden="true">
    {PICTURES[seat]}
  </svg>
);
