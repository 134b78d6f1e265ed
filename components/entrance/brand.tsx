/** The mark and the name of the product. */
export const Brand = () => (
  <span className="inline-flex items-center gap-2 text-16/16 font-bold">
    <svg viewBox="0 0 24 24" className="size-6 fill-current" aria-hidden="true">
      <path d="M3 20V5h3.6L12 14l5.4-9H21v15h-3.5V11.5L13 19h-2l-4.5-7.5V20z" />
    </svg>
    Muster
  </span>
);
