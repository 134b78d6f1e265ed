import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Frame } from "#components/frame/frame";
import { RoomProvider } from "#components/frame/room";
import { roomOf, titlesOf } from "./room-of.ts";

type Props = { params: Promise<{ incident: string }>; children: ReactNode };

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({
  title: titlesOf((await roomOf((await params).incident)).board.incident),
});

const IncidentLayout = async ({ params, children }: Props) => {
  const { incident } = await params;
  const { board, cursor, pass, viewer, at, buildId, read } = await roomOf(incident);
  return (
    <RoomProvider opening={{ incident, board, cursor, pass, viewer, at, buildId, read }}>
      <Frame>{children}</Frame>
    </RoomProvider>
  );
};

export default IncidentLayout;
