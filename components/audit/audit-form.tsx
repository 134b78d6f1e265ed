import { Button } from "#components/ui/button";
import type { AuditChoice } from "./audit-filter.tsx";

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

type Props = {
  path: string;
  choice: AuditChoice;
  /** Kinds of action by the word before the dot, and what they are called. */
  actions: Readonly<Record<string, string>>;
  people: Choosable;
  /** Empty where all rows are about one. */
  organisations: Choosable;
};

/** A plain form: what is chosen stands in the address. */
export const AuditForm = ({ path, choice, actions, people, organisations }: Props) => (
  <form className="audit-form" action={path} method="get" aria-label="Filter">
    <List
      name="action"
      label="What"
      all="Everything"
      chosen={choice.action}
      items={Object.entries(actions).map(([id, name]) => ({ id, name }))}
    />
    <List name="actor" label="Who" all="Everybody" chosen={choice.actor} items={people} />
    {organisations.length === 0 ? null : (
      <List name="organisation" label="Organisation" all="All" chosen={choice.organisation} items={organisations} />
    )}
    <Day name="from" label="From (UTC)" chosen={choice.from} />
    <Day name="to" label="To (UTC)" chosen={choice.to} />
    <Button type="submit" className="audit-show">
      Show
    </Button>
  </form>
);
