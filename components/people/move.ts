import { ROLE_WORDS, type Role } from "#domain/words";

export type Move = { role: Role; organisation: string };

/** What of the wish is another than now; null when nothing is. */
export const moveOf = (now: Move, wish: Move): Partial<Move> | null => {
  const change: Partial<Move> = {
    ...(wish.role === now.role ? {} : { role: wish.role }),
    ...(wish.organisation === now.organisation ? {} : { organisation: wish.organisation }),
  };
  return Object.keys(change).length === 0 ? null : change;
};

/** What setting it does, before it is done. `code` is the code of the organisation that is wished for. */
export const moveWords = (name: string, { role, organisation }: Partial<Move>, code: string): string =>
  [
    ...(role === undefined ? [] : [`${name} becomes ${ROLE_WORDS[role].toLowerCase()} at once.`]),
    ...(organisation === undefined ? [] : [`${name} speaks for ${code} from then on.`]),
  ].join(" ");
