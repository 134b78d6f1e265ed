import { memo, useState } from "react";
import { Icon } from "#components/ui/icon";
import { StatusIcon, StatusMark } from "#components/ui/status-mark";
import { TlpChip } from "#components/ui/tlp-chip";
import type { FeedItem } from "#domain/board";
import { STATUS_WORDS } from "#domain/words";
import { ItemActions } from "./item-actions.tsx";
import { ItemPanel } from "./item-panel.tsx";
import { ItemSource } from "./item-source.tsx";
import { UpdateContent } from "./update-content.tsx";

const Change = ({ change }: { change: NonNullable<FeedItem["change"]> }) => (
  <span className="change">
    {change.from === change.to ? null : (
      <>
        <StatusIcon status={change.from} />
        <span className="text-muted">{STATUS_WORDS[change.from]}</span>
        <Icon name="arrow" />
        <span className="sr-only">, now</span>
      </>
    )}
    <StatusIcon status={change.to} />
    <b>{STATUS_WORDS[change.to]}</b>
  </span>
);

/** An item from further back says where it led to, not where it came from. */
const Head = ({ item, title }: { item: FeedItem; title: string }) => {
  if (item.change !== undefined) return <Change change={item.change} />;
  if (item.event.kind !== "update.posted" || item.event.status === undefined)
    return (
      <b>
        <bdi>{title}</bdi>
      </b>
    );
  return <StatusMark status={item.event.status} />;
};

export type FeedItemProps = {
  item: FeedItem;
  /** When it is true: "09:00Z", "19 Jul, time not known". */
  words: string;
  ago: string | null;
  iso: string;
  code: string | undefined;
  name: string | undefined;
  enteredBy: string | undefined;
  /** When it was written and sent, if the line was down in between. */
  delay: string | null;
  title: string;
  text: string | null;
  /** Names of what a correction replaces, with spaces between; empty when nothing does. */
  replaced: string;
  href: string;
  isNew: boolean;
};

const Top = ({ item, words, ago, iso, code, name, title, href }: FeedItemProps) => (
  <div className="feed-top">
    {code === undefined ? null : (
      <abbr className="code" title={name}>
        {code}
      </abbr>
    )}
    <Head item={item} title={title} />
    <a className="feed-when" href={href}>
      <time dateTime={iso}>{words}</time>
      {ago === null ? null : <span> · {ago}</span>}
    </a>
  </div>
);

/** What others did with the item. */
const Marks = ({ item }: { item: FeedItem }) => (
  <>
    {item.correctedBy === undefined ? null : (
      <a className="link" href={`#u-${item.correctedBy}`}>
        Corrected later
      </a>
    )}
    {item.event.kind === "update.posted" && item.event.corrects !== undefined ? (
      <a className="link" href={`#u-${item.event.corrects}`}>
        What it corrects
      </a>
    ) : null}
    {item.pinned ? (
      <span className="outlined">
        <Icon name="pin" size="xs" /> Pinned
      </span>
    ) : null}
    {item.acknowledged === undefined ? null : (
      <span>
        <Icon name="check" size="xs" /> Seen by {item.acknowledged.map((mark) => mark.name).join(", ")}
      </span>
    )}
  </>
);

/** One thing that was said or happened. */
export const FeedItemView = memo((props: FeedItemProps) => {
  const { item, text, enteredBy, delay, replaced, isNew, href } = props;
  const { event } = item;
  const [isOpen, setOpen] = useState(false);
  const posted = event.kind === "update.posted" ? event : null;
  // "No change" is quiet: one line, whoever may see it.
  const isQuiet = event.kind === "redacted" || event.kind === "update.renewed";
  const wording = posted === null || posted.asOfPrecision === "minute" ? undefined : posted.reference?.wording;
  return (
    <li id={`u-${event.id}`} className={`feed-item${isNew ? " feed-new" : ""}`}>
      <Top {...props} />
      {posted === null ? (
        text === null ? null : (
          <p>
            <bdi>{text}</bdi>
          </p>
        )
      ) : (
        <UpdateContent event={posted} replaced={new Set(replaced.split(" "))} />
      )}
      {isQuiet ? null : (
        <div className="feed-source">
          {wording === undefined ? null : <span>Reported as “{wording}”.</span>}
          {posted === null ? null : <ItemSource event={posted} enteredBy={enteredBy} delay={delay} />}
          <Marks item={item} />
          <span className="feed-end">
            <ItemActions item={item} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
            <TlpChip marking={event.marking} slim />
          </span>
        </div>
      )}
      {isOpen && event.kind !== "redacted" ? <ItemPanel item={item} event={event} href={href} /> : null}
    </li>
  );
});
