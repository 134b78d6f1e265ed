import { useSyncExternalStore } from "react";

/** Settings of this device; none of them is worth an error when the browser gives no storage. */
export type Theme = "auto" | "light" | "dark";
export type BoardShape = "auto" | "cards" | "lanes" | "matrix" | "table";
/** Whose updates are told to readers of the screen. */
export type Announced = "all" | "sector" | "mine" | "off";
type Settings = { theme: Theme; shortcuts: "on" | "off"; shape: BoardShape; announced: Announced };
export type SettingName = keyof Settings;

const CHOICES: { readonly [N in SettingName]: readonly [Settings[N], ...Settings[N][]] } = {
  theme: ["auto", "light", "dark"],
  shortcuts: ["on", "off"],
  shape: ["auto", "cards", "lanes", "matrix", "table"],
  announced: ["all", "sector", "mine", "off"],
};

/** The first choice of each setting holds while nobody has chosen. */
const unchosen = <N extends SettingName>(name: N): Settings[N] => CHOICES[name][0];

/** Key in localStorage. The theme belongs to the device; what a person chose for a board is the person's. */
export const settingKey = (name: SettingName, person = ""): string =>
  person === "" ? `muster:${name}` : `muster:${name}:${person}`;

/** Holds the choice when the browser gives no storage. */
const inMemory = new Map<string, string>();
const listeners = new Set<() => void>();

const stored = (key: string): string | null => {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return inMemory.get(key) ?? null;
  }
};

const readSetting = <N extends SettingName>(name: N, person?: string): Settings[N] => {
  const value = stored(settingKey(name, person));
  return CHOICES[name].find((choice) => choice === value) ?? unchosen(name);
};

const writeSetting = <N extends SettingName>(name: N, value: Settings[N], person?: string): void => {
  const key = settingKey(name, person);
  try {
    window.localStorage.setItem(key, value);
  } catch {
    inMemory.set(key, value);
  }
  for (const listener of [...listeners]) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  // Another tab of this device chose.
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
};

/** A setting of this device (of one person on it, if given) and the function that changes it. */
export const useDeviceSetting = <N extends SettingName>(
  name: N,
  person?: string,
): [Settings[N], (value: Settings[N]) => void] => {
  const value = useSyncExternalStore(
    subscribe,
    () => readSetting(name, person),
    () => unchosen(name),
  );
  return [value, (chosen) => writeSetting(name, chosen, person)];
};
