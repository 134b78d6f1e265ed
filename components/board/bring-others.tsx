import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { buttonClass } from "#components/ui/button";
import { PageLink } from "#components/ui/page-link";
import type { Board } from "#domain/board";
import { incidentPath } from "#domain/first-screen";
import { may } from "#domain/policy";

const mayGrow = ({ incident }: Board): boolean => incident.closedAt === null && incident.clock === null;

/** The way on from a board that is still empty, for who may bring others in. */
export const BringOthers = () => {
  const { incidentId, viewer } = useRoom();
  const isOpen = useBoard(incidentId, mayGrow);
  if (!isOpen || !may(viewer, "organisation.enter-leave")) return null;
  return (
    <p className="flex flex-wrap gap-2 p-4">
      <PageLink className={buttonClass({ tone: "primary" })} href={incidentPath(incidentId, "people?bring=1")}>
        Bring in organisations
      </PageLink>
      <PageLink className={buttonClass({})} href={incidentPath(incidentId, "people")}>
        Invite
      </PageLink>
    </p>
  );
};
