import type { ComponentProps } from "react";

type Props = ComponentProps<"input"> & { tall?: boolean };

export const Input = ({ tall = false, className = "", ...rest }: Props) => (
  <input className={`input${tall ? " input-tall" : ""} ${className}`} {...rest} />
);
