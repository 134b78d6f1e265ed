"use client";

import { type KeyboardEvent, type SubmitEvent, useState } from "react";
import { useSend } from "#client/use-incident";
import type { PersonHere } from "#client/use-people";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Select } from "#components/ui/select";
import type { Row } from "#domain/board";
import { ROLE_WORDS, type Role } from "#domain/words";
import { type Move, moveOf, moveWords } from "./move.ts";

type Props = { here: PersonHere; rows: readonly Row[]; roles: readonly Role[] };

/**
 * Another role or organisation is chosen, said in words, and set by a press or by Enter; Escape takes the choice back.
 * The organisation is put right at the door: whoever is vouched for speaks for the one that vouched.
 */
export const MovePerson = ({ here, rows, roles }: Props) => {
  const send = useSend(useRoom().incidentId);
  const { person, organisation, role, standing } = here;
  const [wish, setWish] = useState<Move>({ role, organisation });
  const [isSet, setSet] = useState(false);
  const change = moveOf(here, wish);
  const choose = (part: Partial<Move>): void => {
    setSet(false);
    setWish({ ...wish, ...part });
  };
  const commit = (event: SubmitEvent): void => {
    event.preventDefault();
    // The second press comes before the log has told of the first.
    if (change === null || isSet) return;
    setSet(true);
    void send({ kind: "participant.set-role", person: person.id, ...change });
  };
  const handleKey = (event: KeyboardEvent<HTMLFormElement>): void => {
    if (event.key === "Escape") choose({ role, organisation });
    if (event.key !== "Enter" || !(event.target instanceof HTMLSelectElement)) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };
  const code = rows.find(({ id }) => id === wish.organisation)?.code ?? "";
  return (
    <form className="person-move" onSubmit={commit} onKeyDown={handleKey}>
      <Select
        aria-label={`Role of ${person.name}`}
        value={wish.role}
        options={roles.map((value) => ({ value, label: ROLE_WORDS[value] }))}
        onChoose={(chosen) => choose({ role: chosen })}
      />
      {standing === "vouched" ? null : (
        <Select
          aria-label={`Organisation of ${person.name}`}
          value={wish.organisation}
          options={rows
            .filter((row) => row.participation !== "left" || row.id === organisation)
            .map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
          onChoose={(chosen) => choose({ organisation: chosen })}
        />
      )}
      {change === null ? null : (
        <>
          <Button type="submit" tone="primary" size="slim" disabled={isSet}>
            {change.role === undefined ? "Set organisation" : "Set role"}
          </Button>
          <p role="status">{moveWords(person.name, change, code)}</p>
        </>
      )}
    </form>
  );
};
