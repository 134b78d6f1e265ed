"use client";

import { useBoard } from "#client/use-incident";
import { type PersonHere, usePeople } from "#client/use-people";
import { useRoom } from "#components/frame/room";
import { Sheet } from "#components/ui/sheet";
import { TlpChip } from "#components/ui/tlp-chip";
import type { Board } from "#domain/board";
import { MARKING_MEANINGS } from "#domain/marking-meanings";
import { sectorName } from "#domain/sectors";
import { isWithheld } from "#domain/withheld";
import { ROLE_WORDS } from "#domain/words";
import { type AudienceProps, readerWords } from "./audience-words.ts";
import { type Choice, ChoiceList } from "./choice-list.tsx";
import { idsIn } from "./draft.ts";
import { type Readers, useAudience } from "./use-audience.tsx";
import "./audience-sheet.css";

const organisationsOf = (board: Board): Board["organisations"] => board.organisations;
const NOBODY: readonly PersonHere[] = [];

const byLabel = (a: Choice, b: Choice): number => a.label.localeCompare(b.label);

/** Whoever was not vouched for reads nothing marked TLP:RED; the author does without being named. */
const mayBeNamed = ({ person, standing }: PersonHere, author: string): boolean =>
  standing === "vouched" && person.id !== author;

const PeopleChoice = ({ incident, draft, onChange }: AudienceProps) => {
  const { viewer } = useRoom();
  const organisations = useBoard(incident, organisationsOf);
  const choices = usePeople(incident, NOBODY)
    .filter((one) => mayBeNamed(one, viewer.person))
    .map(({ person, organisation, role }) => ({
      id: person.id,
      label: person.name,
      detail: `${organisations[organisation]?.name ?? "no organisation here"}, ${ROLE_WORDS[role].toLowerCase()}`,
    }));
  return (
    <ChoiceList
      legend="Name who may read it"
      hint="Nobody else will, not even in your organisation."
      choices={choices.toSorted(byLabel)}
      chosen={idsIn(draft.people)}
      onChoose={(people) => onChange({ people: people.join(",") })}
    />
  );
};

const NarrowedChoice = ({ incident, organisation, draft, onChange }: AudienceProps) => {
  const organisations = useBoard(incident, organisationsOf);
  const others = Object.values(organisations).filter((row) => row.id !== organisation && row.participation !== "left");
  const sectors = [...new Set(others.map((row) => row.sector))];
  return (
    <>
      <ChoiceList
        legend="Only these sectors"
        hint="With nothing chosen it is for everybody whom the marking allows. The organisation it speaks for always reads it."
        choices={sectors.map((sector) => ({ id: sector, label: sectorName(sector) })).toSorted(byLabel)}
        chosen={idsIn(draft.sectors)}
        onChoose={(chosen) => onChange({ sectors: chosen.join(",") })}
      />
      <ChoiceList
        legend="Only these organisations"
        choices={others.map((row) => ({ id: row.id, label: row.name, detail: row.code })).toSorted(byLabel)}
        chosen={idsIn(draft.organisations)}
        onChoose={(chosen) => onChange({ organisations: chosen.join(",") })}
      />
    </>
  );
};

/** The number by sector is told to everybody, at the incident's cadence; neither the name nor the status is. */
const CountUsIn = ({ draft, onChange }: AudienceProps) => (
  <label className="count-us-in">
    <input
      type="checkbox"
      checked={draft.countUsIn === "yes"}
      onChange={(event) => onChange({ countUsIn: event.target.checked ? "yes" : "" })}
    />
    Count us in: others see only how many of a sector are withheld, never who
  </label>
);

const byOrganisation = (names: Readers["names"]): [string, string[]][] => {
  const groups = new Map<string, string[]>();
  for (const { name, organisation } of names) groups.set(organisation, [...(groups.get(organisation) ?? []), name]);
  return [...groups];
};

const ReaderList = ({ incident, readers }: { incident: string; readers: Readers }) => {
  const organisations = useBoard(incident, organisationsOf);
  return (
    <section className="readers">
      <h3>{readerWords(readers)}</h3>
      <ul>
        {byOrganisation(readers.names).map(([from, names]) => (
          <li key={from}>
            <span className="code">{organisations[from]?.code ?? ""}</span> {names.join(", ")}
          </li>
        ))}
        {readers.people > readers.names.length ? <li>and {readers.people - readers.names.length} more</li> : null}
      </ul>
    </section>
  );
};

type Props = AudienceProps & { onClose: () => void };

/** Who will read what is being written, by name; and for whom it is meant, as far as its author decides that. */
export const AudienceSheet = ({ onClose, ...props }: Props) => {
  const { incident, organisation, draft } = props;
  const readers = useAudience(incident, organisation, draft);
  return (
    <Sheet
      onClose={onClose}
      title="Who will see it"
      above={
        <>
          <TlpChip marking={draft.marking} slim /> {MARKING_MEANINGS[draft.marking]}
        </>
      }
    >
      <div className="audience">
        {draft.marking === "TLP:RED" ? <PeopleChoice {...props} /> : null}
        {["TLP:RED", "TLP:AMBER+STRICT"].includes(draft.marking) ? null : <NarrowedChoice {...props} />}
        {isWithheld(draft.marking) && draft.status !== null ? <CountUsIn {...props} /> : null}
        {readers === null ? null : <ReaderList incident={incident} readers={readers} />}
      </div>
    </Sheet>
  );
};
