"use client";

import type { ComponentProps, MouseEvent } from "react";
import { useRoom } from "#components/frame/room";
import { isForBrowser } from "#components/ui/page-link";

type Props = Omit<ComponentProps<"a">, "href" | "onClick"> & {
  id: string;
  onOpen: (id: string) => void;
};

/**
 * Opens an organisation beside the board. It is a link to the organisation's own page, so that a click is never lost:
 * before the script runs, or without one, the browser follows it.
 */
export const OrganisationLink = ({ id, onOpen, ...rest }: Props) => {
  const { incidentId } = useRoom();
  const open = (event: MouseEvent): void => {
    if (isForBrowser(event)) return;
    event.preventDefault();
    onOpen(id);
  };
  // The focus moves between organisations by arrows (`use-roving.tsx`).
  return <a href={`/i/${incidentId}/org/${id}`} data-org={id} tabIndex={-1} onClick={open} {...rest} />;
};
