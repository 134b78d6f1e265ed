import { type Watchable, watchable } from "#client/watched";
import type { CommandId, IncidentId } from "#domain/ids";
import type { Undo } from "./undo.ts";

/** What this tab sent last, and how it can be taken back; null when it cannot. */
export type LastWord = { incident: IncidentId; id: CommandId; undo: Undo | null };

export const lastWord: Watchable<LastWord | null> = watchable<LastWord | null>(null);
