import type { ComponentProps } from "react";

export type ButtonTone = "plain" | "primary" | "danger" | "ghost";
export type ButtonSize = "slim" | "normal" | "big";
type Look = { tone?: ButtonTone; size?: ButtonSize };

/** The same look for links that act like buttons. */
export const buttonClass = ({ tone = "plain", size = "normal" }: Look = {}, more = ""): string =>
  ["btn", tone === "plain" ? "" : `btn-${tone}`, size === "normal" ? "" : `btn-${size}`, more]
    .filter((part) => part !== "")
    .join(" ");

type Props = ComponentProps<"button"> & Look;

export const Button = ({ tone = "plain", size = "normal", type = "button", className = "", ...rest }: Props) => (
  <button type={type} className={buttonClass({ tone, size }, className)} {...rest} />
);
