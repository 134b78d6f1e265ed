"use client";

import { useRouter } from "next/navigation";
import type { ComponentProps, MouseEvent } from "react";

type Props = Omit<ComponentProps<"a">, "href"> & { href: string };

/** A click that the browser itself must answer: another tab, another window, a download. */
export const isForBrowser = (event: MouseEvent): boolean =>
  event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;

/** A link to another page of Muster; loads nothing before somebody follows it. */
export const PageLink = ({ href, onClick, ...rest }: Props) => {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || isForBrowser(event)) return;
    event.preventDefault();
    router.push(href);
  };
  return <a href={href} onClick={follow} {...rest} />;
};
