/** The composer on the page, if there is one that can be seen. */
let focusFirst: (() => boolean) | null = null;

/** The composer registers how it takes the focus; the returned function takes it back. */
export const registerComposer = (focus: () => boolean): (() => void) => {
  focusFirst = focus;
  return () => {
    if (focusFirst === focus) focusFirst = null;
  };
};

/** Moves the focus into the composer; false when the page shows none. */
export const focusComposer = (): boolean => focusFirst?.() ?? false;
