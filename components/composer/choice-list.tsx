"use client";

import { type ReactNode, useId, useState } from "react";
import { Input } from "#components/ui/input";

export type Choice = { id: string; label: string; detail?: string };

/** From so many on a list has a field to find somebody. */
const SEARCHED_FROM = 8;
const SHOWN_MAX = 60;

type Props = {
  legend: string;
  hint?: ReactNode;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChoose: (chosen: string[]) => void;
};

const isFound = ({ label, detail = "" }: Choice, words: string): boolean =>
  `${label} ${detail}`.toLowerCase().includes(words.trim().toLowerCase());

/** Several of many, by name: a tick each, found by typing. */
export const ChoiceList = ({ legend, hint, choices, chosen, onChoose }: Props) => {
  const hintId = useId();
  const [words, setWords] = useState("");
  const found = choices.filter((choice) => isFound(choice, words));
  const named = choices.filter(({ id }) => chosen.includes(id)).map(({ label }) => label);
  const toggle = (id: string): void =>
    onChoose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <fieldset className="choices" aria-describedby={hintId}>
      <legend>{legend}</legend>
      <p id={hintId} className="text-13/13 text-muted">
        {named.length === 0 ? hint : `Chosen: ${named.join(", ")}`}
      </p>
      {choices.length < SEARCHED_FROM ? null : (
        <Input
          type="search"
          aria-label={`Find in “${legend}”`}
          placeholder="Find by name"
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
      )}
      <ul>
        {found.slice(0, SHOWN_MAX).map(({ id, label, detail }) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
              <span>
                <bdi>{label}</bdi>
              </span>
              {detail === undefined ? null : <small>{detail}</small>}
            </label>
          </li>
        ))}
        {found.length > SHOWN_MAX ? (
          <li className="text-muted">{found.length - SHOWN_MAX} more: type to find them</li>
        ) : null}
        {choices.length === 0 ? <li className="text-muted">Nobody to choose yet.</li> : null}
      </ul>
    </fieldset>
  );
};
