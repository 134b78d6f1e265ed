"use client";

import { Dialog } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { Icon } from "./icon.tsx";

type Props = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** A line above the title. */
  above?: ReactNode;
  /** Controls beside the title. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A dialog at the right side: traps the focus, gives it back, closes with Escape. */
export const Sheet = ({ open, onClose, title, above, actions, children }: Props) => {
  const opener = useRef<Element | null>(null);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="sheet-scrim" />
        <Dialog.Content
          className="sheet"
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
          }}
        >
          <header className="sheet-head">
            <div className="min-w-0 flex-1">
              {above === undefined ? null : <p className="text-13/13 text-muted">{above}</p>}
              <Dialog.Title className="text-20/20">{title}</Dialog.Title>
            </div>
            {actions}
            <Dialog.Close className="btn btn-ghost" aria-label="Close">
              <Icon name="x" size="md" />
            </Dialog.Close>
          </header>
          <div className="sheet-body">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
