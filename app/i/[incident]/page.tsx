import type { Metadata } from "next";
import { BoardScreen } from "#components/board/board-screen";
import { QueryProvider } from "#components/frame/query-provider";
import { roomOf, titleOf } from "./room-of.ts";

type Props = { params: Promise<{ incident: string }> };

export const generateMetadata = async ({ params }: Props): Promise<Metadata> =>
  titleOf((await roomOf((await params).incident)).board.incident, "Board");

const BoardPage = () => (
  <QueryProvider>
    <BoardScreen />
  </QueryProvider>
);

export default BoardPage;
