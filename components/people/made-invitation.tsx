"use client";

import { lazy, Suspense } from "react";
import type { MadeInvitation } from "#client/use-invitations";
import { Button } from "#components/ui/button";
import { CopyButton } from "./copy-button.tsx";

const QrCode = lazy(async () => ({ default: (await import("./qr-code.tsx")).QrCode }));

/** "K7MT-4QRW": in halves, as one reads it out. */
const spoken = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

type Props = { made: MadeInvitation; forWhom: string; onDone: () => void };

/** The same invitation three ways: to send, to scan, to read out. */
export const MadeInvitationCard = ({ made, forWhom, onDone }: Props) => (
  <div className="made" role="status">
    <h3>Invitation for {forWhom}</h3>
    <div className="made-ways">
      <Suspense fallback={<span className="qr" />}>
        <QrCode text={made.url} label={`QR code of the link for ${forWhom}`} />
      </Suspense>
      <div className="made-words">
        <p className="made-link mono">{made.url}</p>
        <p>
          <CopyButton text={made.url} label="Copy link" />
        </p>
        <p>
          Code for a phone call, good for an hour:
          <b className="made-code mono">{spoken(made.code)}</b>
        </p>
      </div>
    </div>
    <p className="text-13 text-muted">Shown once. Whoever has it comes in; take it back below if it went astray.</p>
    <Button onClick={onDone}>Invite another</Button>
  </div>
);
