/** A key as it is printed on the keyboard; not read aloud, because the control has its own name. */
export const Kbd = ({ children }: { children: string }) => (
  <kbd>
    <span aria-hidden="true">{children}</span>
  </kbd>
);
