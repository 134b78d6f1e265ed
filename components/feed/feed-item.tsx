import { memo, type ReactNode, useState } from "react";
import { Icon } from "#components/ui/icon";
import { StatusIcon, StatusMark } from "#components/ui/status-mark";
import { TlpChip } from "#components/ui/tlp-chip";
import type { FeedItem } from "#domain/board";
import type { EventOf } from "#domain/event";
import { metricLabel } from "#domain/sectors";
import { zuluTime } from "#domain/time-words";
import { EXPOSURE_WORDS, RECONSTRUCTED, SOURCE_WORDS, STATUS_WORDS } from "#domain/words";
import { ItemActions } from "./item-actions.tsx";
import { ItemPanel } from "./item-panel.tsx";
import { delayWords } from "./moment-of.ts";

type Posted = EventOf<"update.posted">;

const numbers = new Intl.NumberFormat("en-GB");

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

const Figures = ({ event }: { event: Posted }) => (
  <span>
    {event.figures?.map((figure, index) => (
      <span key={figure.metric}>
        {index === 0 ? "" : ", "}
        {metricLabel(figure.metric)} <b>{numbers.format(figure.value)}</b>
        {figure.unit === undefined ? "" : ` ${figure.unit}`}
      </span>
    ))}
  </span>
);

/** Struck through when a later item corrects it; read aloud as "was". */
const Said = ({ isCorrected, children }: { isCorrected: boolean; children: ReactNode }) =>
  isCorrected ? (
    <del>
      <span className="sr-only">was: </span>
      {children}
    </del>
  ) : (
    children
  );

const Source = ({ event, ownerCode }: { event: Posted; ownerCode: string | undefined }) => {
  const delay = delayWords(event.writtenAt, event.at);
  return (
    <>
      <span>
        {event.source === "public-report" ? (
          <>
            {RECONSTRUCTED}
            {event.reference === undefined ? null : (
              <>
                :{" "}
                {event.reference.url === undefined ? (
                  event.reference.title
                ) : (
                  <a className="link" href={event.reference.url} target="_blank" rel="noopener noreferrer nofollow">
                    {event.reference.title}
                  </a>
                )}
              </>
            )}
          </>
        ) : (
          SOURCE_WORDS[event.source]
        )}
        {event.relayed
          ? `, relayed by ${event.by.name}${ownerCode === undefined ? "" : ` (${ownerCode})`}`
          : `, ${event.by.name}`}
      </span>
      {event.confidence === "confirmed" ? null : <span className="outlined">{event.confidence}</span>}
      {event.by.standing === "provisional" ? <span className="outlined">not yet vouched for</span> : null}
      {delay === null ? null : <span>{delay}</span>}
    </>
  );
};

const Update = ({
  event,
  isCorrected,
  wording,
}: {
  event: Posted;
  isCorrected: boolean;
  wording: string | undefined;
}) => (
  <>
    {event.text === undefined ? null : (
      <p>
        <Said isCorrected={isCorrected}>{event.text}</Said>
      </p>
    )}
    {event.figures === undefined && event.exposure === undefined && event.nextDue === undefined ? null : (
      <p className="feed-facts">
        {event.figures === undefined ? null : (
          <Said isCorrected={isCorrected}>
            <Figures event={event} />
          </Said>
        )}
        {event.exposure === undefined ? null : (
          <span>
            Exposure: <b>{EXPOSURE_WORDS[event.exposure]}</b>
          </span>
        )}
        {event.nextDue === undefined ? null : <span>Next word {zuluTime(Date.parse(event.nextDue))}</span>}
      </p>
    )}
    {wording === undefined ? null : <p className="text-12/12 text-muted">Time as the source puts it: {wording}</p>}
  </>
);

export type FeedItemProps = {
  item: FeedItem;
  words: string;
  ago: string | null;
  iso: string;
  code: string | undefined;
  name: string | undefined;
  /** Organisation of whoever relayed it. */
  ownerCode: string | undefined;
  title: string;
  text: string | null;
  href: string;
  isNew: boolean;
};

/** An item from further back says where it led to, not where it came from. */
const Head = ({ item, title }: { item: FeedItem; title: string }) => {
  if (item.change !== undefined) return <Change change={item.change} />;
  if (item.event.kind !== "update.posted" || item.event.status === undefined) return <b>{title}</b>;
  return <StatusMark status={item.event.status} />;
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

const acknowledgedWords = (item: FeedItem): string | null => {
  const marks = item.acknowledged ?? [];
  if (marks.length === 0) return null;
  return `Seen by ${marks.map((mark) => mark.name).join(", ")}`;
};

/** One thing that was said or happened. */
export const FeedItemView = memo((props: FeedItemProps) => {
  const { item, text, ownerCode, isNew } = props;
  const { event } = item;
  const [isOpen, setOpen] = useState(false);
  const posted = event.kind === "update.posted" ? event : null;
  const acknowledged = acknowledgedWords(item);
  return (
    <li id={`u-${event.id}`} className={`feed-item${isNew ? " feed-new" : ""}`}>
      <Top {...props} />
      {posted === null ? (
        text === null ? null : (
          <p>{text}</p>
        )
      ) : (
        <Update
          event={posted}
          isCorrected={item.correctedBy !== undefined}
          wording={posted.asOfPrecision === "minute" ? undefined : posted.reference?.wording}
        />
      )}
      {item.correctedBy === undefined ? null : (
        <p className="feed-facts">
          <a className="link" href={`#u-${item.correctedBy}`}>
            Corrected later
          </a>
        </p>
      )}
      <div className="feed-source">
        {posted === null ? null : <Source event={posted} ownerCode={ownerCode} />}
        {item.pinned ? (
          <span className="outlined">
            <Icon name="pin" size="xs" /> Pinned
          </span>
        ) : null}
        {acknowledged === null ? null : (
          <span>
            <Icon name="check" size="xs" /> {acknowledged}
          </span>
        )}
        {event.kind === "redacted" ? null : (
          <span className="feed-end">
            <ItemActions item={item} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
            <TlpChip marking={event.marking} slim />
          </span>
        )}
      </div>
      {isOpen && event.kind !== "redacted" ? <ItemPanel item={item} event={event} href={props.href} /> : null}
    </li>
  );
});
