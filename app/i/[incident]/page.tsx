import type { Metadata } from "next";
import { BoardScreen } from "#components/board/board-screen";

export const metadata: Metadata = { title: "Board" };

const BoardPage = () => <BoardScreen />;

export default BoardPage;
