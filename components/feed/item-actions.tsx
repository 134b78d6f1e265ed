import { Icon } from "#components/ui/icon";
import type { FeedItem } from "#domain/board";

type Props = { item: FeedItem; isOpen: boolean; onToggle: () => void };

/** Opens what can be done with an item, and what was said about it. */
export const ItemActions = ({ item, isOpen, onToggle }: Props) => {
  const comments = item.comments ?? 0;
  return (
    <button
      type="button"
      className="feed-more"
      aria-label={comments === 0 ? "Actions" : undefined}
      aria-expanded={isOpen}
      onClick={onToggle}
    >
      {comments === 0 ? <Icon name="more" /> : `${comments} comment${comments === 1 ? "" : "s"}`}
    </button>
  );
};
