"use client";

import { lazy, Suspense } from "react";
import type { MadeInvitation, MailedInvitation } from "#client/use-invitations";
import { Button } from "#components/ui/button";
import { CopyButton } from "./copy-button.tsx";

const QrCode = lazy(async () => ({ default: (await import("./qr-code.tsx")).QrCode }));

/** "K7MT-4QRW": in halves, as one reads it out. */
const spoken = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

type Props = { made: MadeInvitation; forWhom: string; onDone: () => void };

/** The same invitation three ways: to send, to scan, to read out. */
const MadeInvitationCard = ({ made, forWhom, onDone }: Props) => (
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

type MailedProps = { to: string; forWhom: string; onDone: () => void };

/** Where it went: nobody else has the link. */
const MailedInvitationCard = ({ to, forWhom, onDone }: MailedProps) => (
  <div className="made" role="status">
    <h3>Invitation for {forWhom}</h3>
    <p>
      A mail to <b className="wrap-anywhere">{to}</b> is on its way. Its link works once, for this address alone.
    </p>
    <Button onClick={onDone}>Invite another</Button>
  </div>
);

type CardProps = { invitation: MadeInvitation | MailedInvitation; forWhom: string; onDone: () => void };

/** What has just been made: to hand on, or on its way. */
export const MadeCard = ({ invitation, ...rest }: CardProps) =>
  "mailedTo" in invitation ? (
    <MailedInvitationCard to={invitation.mailedTo} {...rest} />
  ) : (
    <MadeInvitationCard made={invitation} {...rest} />
  );
