"use client";

import { useState } from "react";
import { announce } from "#components/frame/announcer";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";

type Props = { text: string; label: string };

/** Copies, and says that it did. */
export const CopyButton = ({ text, label }: Props) => {
  const [isCopied, setCopied] = useState(false);
  return (
    <Button
      tone="primary"
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        setCopied(true);
        announce("Copied");
      }}
    >
      <Icon name={isCopied ? "check" : "copy"} />
      {isCopied ? "Copied" : label}
    </Button>
  );
};
