"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, type MouseEvent, useState } from "react";
import { canLeave } from "#client/line-trouble";

type Props = Omit<ComponentProps<"a">, "href"> & { href: string };

/** A click that the browser itself must answer: another tab, another window, a download. */
export const isForBrowser = (event: MouseEvent): boolean =>
  event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;

/** A link to another page of Muster; loads nothing before somebody follows it, and leads nowhere while there is no line. */
export const PageLink = ({ href, onClick, children, ...rest }: Props) => {
  const router = useRouter();
  const [isRefused, setRefused] = useState(false);
  const follow = async (event: MouseEvent<HTMLAnchorElement>): Promise<void> => {
    onClick?.(event);
    if (event.defaultPrevented || isForBrowser(event)) return;
    event.preventDefault();
    const isOpen = await canLeave();
    setRefused(!isOpen);
    if (isOpen) router.push(href);
  };
  return (
    <a href={href} onClick={(event) => void follow(event)} {...rest}>
      {children}
      {isRefused ? (
        <span className="no-line" role="alert">
          No line
        </span>
      ) : null}
    </a>
  );
};
