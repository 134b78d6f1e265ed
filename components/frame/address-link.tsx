"use client";

import type { ComponentProps, MouseEvent } from "react";
import { isForBrowser } from "#components/ui/page-link";
import { type AddressChanges, useAddress } from "./use-address.tsx";

type Props = Omit<ComponentProps<"a">, "href" | "onClick"> & { to: AddressChanges };

/** A real link to the same page with another question; the browser's own ways to open a link all work. */
export const AddressLink = ({ to, ...rest }: Props) => {
  const { hrefOf, change } = useAddress();
  const follow = (event: MouseEvent): void => {
    if (isForBrowser(event)) return;
    event.preventDefault();
    change(to);
  };
  return <a href={hrefOf(to)} onClick={follow} {...rest} />;
};
