"use client";

import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from "react";
import { Icon } from "./icon.tsx";

type Props = {
  /** A sheet is there or not: whoever shows it renders it. */
  onClose: () => void;
  title: ReactNode;
  /** A line above the title. */
  above?: ReactNode;
  /** Controls beside the title. */
  actions?: ReactNode;
  children: ReactNode;
};

/**
 * A dialog at the right side. The browser's own modal dialog keeps the focus in it, takes Escape,
 * puts what is behind to sleep and gives the focus back to whoever opened it.
 */
export const Sheet = ({ onClose, title, above, actions, children }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closed while it still stands in the page: only then the browser gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    const element = dialog.current;
    // A click on the dialog itself, not on what is in it, is a click beside the sheet.
    const press = (event: MouseEvent): void => {
      if (event.target === element) onClose();
    };
    element?.addEventListener("click", press);
    return () => element?.removeEventListener("click", press);
  }, [onClose]);
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="sheet-inner">
        <header className="sheet-head">
          <div className="min-w-0 flex-1">
            {above === undefined ? null : <p className="text-13/13 text-muted">{above}</p>}
            <h2 id={id} className="text-20/20">
              <bdi>{title}</bdi>
            </h2>
          </div>
          {actions}
          <button type="button" className="btn btn-ghost" aria-label="Close" onClick={onClose}>
            <Icon name="x" size="md" />
          </button>
        </header>
        <div className="sheet-body">{children}</div>
      </div>
    </dialog>
  );
};
