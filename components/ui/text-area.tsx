import type { ComponentProps } from "react";

type Props = ComponentProps<"textarea"> & { tall?: boolean };

export const TextArea = ({ tall = false, className = "", ...rest }: Props) => (
  <textarea className={`input${tall ? " input-tall" : ""} ${className}`} {...rest} />
);
