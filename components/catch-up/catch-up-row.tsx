import type { ReactNode } from "react";
import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { useHears } from "#components/frame/use-hears";
import { Icon, type IconName } from "#components/ui/icon";
import { Moment } from "#components/ui/moment";
import { PageLink } from "#components/ui/page-link";
import { StatusIcon } from "#components/ui/status-mark";
import type { Board } from "#domain/board";
import type { CatchUpLine } from "#domain/catch-up-line";
import { sectorName } from "#domain/sectors";
import { ageWords } from "#domain/time-words";
import { STATUS_WORDS } from "#domain/words";
import { changeWords, OWN_ROW_WORDS } from "./catch-up-words.ts";

const ICONS: Record<Exclude<CatchUpLine["kind"], "status">, IconName> = {
  mention: "asks",
  "own-row": "swap",
  incident: "flag",
  pinned: "pin",
  overdue: "clock",
  figures: "chart",
  comment: "say",
  people: "people",
  more: "more",
};

type LineOf<K extends CatchUpLine["kind"]> = Extract<CatchUpLine, { kind: K }>;

const CODES_MAX = 6;

const StatusChange = ({ line }: { line: LineOf<"status"> }) => {
  const { sector, from, to, organisations } = line;
  const rest = organisations.length - CODES_MAX;
  return (
    <>
      <span className="catch-sector">{sectorName(sector)}</span>
      <span className="catch-change">
        <StatusIcon status={from} />
        <span className="text-muted">{STATUS_WORDS[from]}</span>
        <Icon name="arrow" />
        <StatusIcon status={to} />
        <b>{STATUS_WORDS[to]}</b>
        <span className="code">
          {organisations
            .slice(0, CODES_MAX)
            .map(({ code }) => code)
            .join(" ")}
          {rest > 0 ? ` +${rest}` : ""}
        </span>
      </span>
      <span className="catch-when">{organisations.length}</span>
    </>
  );
};

const Overdue = ({ line }: { line: LineOf<"overdue"> }) => {
  const shown = line.organisations.slice(0, 4);
  const rest = line.organisations.length - shown.length;
  return (
    <span>
      {shown.map(({ id, name, overdueMs }, index) => (
        <span key={id}>
          {index === 0 ? "" : ", "}
          <b>
            <bdi>{name}</bdi>
          </b>{" "}
          {ageWords(overdueMs)}
        </span>
      ))}
      {rest > 0 ? ` and ${rest} more` : ""}
    </span>
  );
};

const whole = (board: Board): Board => board;

const Figures = ({ line }: { line: LineOf<"figures"> }) => {
  const { affected, silent, machines, total } = line;
  const { incidentId } = useRoom();
  const silentWord = useHears(useBoard(incidentId, whole))(null) ? "silent" : "with nothing you may read";
  // For somebody who never read anything there is no before.
  if (affected.from === 0 && silent.from === 0) {
    return (
      <span>
        <b>{affected.to}</b> of {total} affected, <b>{silent.to}</b> {silentWord}
      </span>
    );
  }
  return (
    <span>
      Affected <b>{`${affected.from} → ${affected.to}`}</b> of {total}, {silentWord}{" "}
      <b>{`${silent.from} → ${silent.to}`}</b>
      {machines === undefined ? null : (
        <>
          , machines back <b>{`${machines.from} → ${machines.to} %`}</b>
        </>
      )}
    </span>
  );
};

const NAMES_MAX = 4;

const People = ({ line }: { line: LineOf<"people"> }) => {
  const { names, organisations } = line;
  const rest = names.length - NAMES_MAX;
  return (
    <span>
      <b>{names.slice(0, NAMES_MAX).join(", ")}</b>
      {rest > 0 ? ` and ${rest} more` : ""} joined, from {organisations} organisation{organisations === 1 ? "" : "s"}
    </span>
  );
};

const contentOf = (line: Exclude<CatchUpLine, { kind: "status" }>): ReactNode => {
  switch (line.kind) {
    case "mention":
    case "comment":
      return (
        <span>
          <b>
            <bdi>{line.by}</bdi>:
          </b>{" "}
          <bdi>{line.text}</bdi>
        </span>
      );
    case "own-row":
      return (
        <span>
          <b>
            <bdi>{line.by}</bdi>
          </b>{" "}
          {OWN_ROW_WORDS[line.what]}
          {line.text === undefined ? (
            ""
          ) : (
            <>
              : <bdi>{line.text}</bdi>
            </>
          )}
        </span>
      );
    case "incident":
      return (
        <span>
          <b>{changeWords(line.what)}.</b> <bdi>{line.text}</bdi>
        </span>
      );
    case "pinned":
      return (
        <span>
          {line.organisation === undefined ? null : <span className="code">{line.organisation.code}</span>}{" "}
          <bdi>{line.text}</bdi>
        </span>
      );
    case "overdue":
      return <Overdue line={line} />;
    case "figures":
      return <Figures line={line} />;
    case "people":
      return <People line={line} />;
    case "more":
      return <span>{line.count} more</span>;
  }
};

type Props = { line: CatchUpLine; root: string; now: number };

/** One line, and where it leads. */
export const CatchUpRow = ({ line, root, now }: Props) => {
  const href = `${root}${line.path === "" || line.path.startsWith("?") ? "" : "/"}${line.path}`;
  return (
    <li>
      <PageLink href={href}>
        {line.kind === "status" ? (
          <StatusChange line={line} />
        ) : (
          <>
            <Icon name={ICONS[line.kind]} />
            <span className="catch-text">{contentOf(line)}</span>
            {"at" in line ? (
              <span className="catch-when">
                <Moment at={line.at} now={now} />
              </span>
            ) : null}
          </>
        )}
      </PageLink>
    </li>
  );
};
