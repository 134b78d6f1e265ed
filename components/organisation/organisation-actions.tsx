"use client";

import { useState } from "react";
import { useSend } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { mayPostOwn } from "#components/frame/viewer-rights";
import { Button, buttonClass } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { PageLink } from "#components/ui/page-link";
import type { Row } from "#domain/board";
import { may } from "#domain/policy";

/** What this reader may do for the organisation. */
export const OrganisationActions = ({ row, withLink = false }: { row: Row; withLink?: boolean }) => {
  const { incidentId, viewer } = useRoom();
  const send = useSend(incidentId);
  const [isRenewed, setRenewed] = useState(false);
  const isOwn = row.id === viewer.organisation;
  const renew = async (): Promise<void> => {
    await send({ kind: "update.renew", organisation: row.id });
    setRenewed(true);
  };
  return (
    <>
      {isOwn && row.own !== null && mayPostOwn(viewer) ? (
        <Button disabled={isRenewed} onClick={() => void renew()}>
          <Icon name="check" />
          {isRenewed ? "Renewed" : "No change"}
        </Button>
      ) : null}
      {row.people === 0 && may(viewer, "invitation.manage", { organisation: row.id }) ? (
        <PageLink className={buttonClass()} href={`/i/${incidentId}/people?invite=${encodeURIComponent(row.id)}`}>
          Invite {row.code}
        </PageLink>
      ) : null}
      {withLink ? (
        <PageLink className={buttonClass({ tone: "ghost" })} href={`/i/${incidentId}/org/${row.id}`}>
          <Icon name="link" />
          Open as page
        </PageLink>
      ) : null}
    </>
  );
};
