import { Button } from "#components/ui/button";
import type { AuditChoice } from "./audit-filter.tsx";
import { ACTION_WORDS } from "./audit-words.ts";

export type Choosable = readonly { id: string; name: string }[];

type ListProps = { name: string; label: string; all: string; chosen: string | undefined; items: Choosable };

const List = ({ name, label, all, chosen, items }: ListProps) => (
  <label className="field audit-field">
    <span>{label}</span>
    <select className="input" name={name} defaultValue={chosen ?? ""}>
      <option value="">{all}</option>
      {items.map((item) => (
        <option key={item.id} value={item.id}>
          {item.name}
        </option>
      ))}
    </select>
  </label>
);

type DayProps = { name: string; label: string; chosen: string | undefined };

const Day = ({ name, label, chosen }: DayProps) => (
  <label className="field audit-field">
    <span>{label}</span>
    <input className="input" type="date" name={name} defaultValue={chosen} />
  </label>
);

const ACTIONS = Object.entries(ACTION_WORDS).map(([id, name]) => ({ id, name }));

type Props = { path: string; choice: AuditChoice; people: Choosable; organisations: Choosable };

/** A plain form: what is chosen stands in the address. */
export const AuditForm = ({ path, choice, people, organisations }: Props) => (
  <form className="audit-form" action={path} method="get" aria-label="Filter">
    <List name="action" label="What" all="Everything" chosen={choice.action} items={ACTIONS} />
    <List name="actor" label="Who" all="Everybody" chosen={choice.actor} items={people} />
    <List name="organisation" label="Organisation" all="All" chosen={choice.organisation} items={organisations} />
    <Day name="from" label="From (UTC)" chosen={choice.from} />
    <Day name="to" label="To (UTC)" chosen={choice.to} />
    <Button type="submit" className="audit-show">
      Show
    </Button>
  </form>
);
