"use client";

import { type Theme, useDeviceSetting } from "#client/device-settings";
import { Segments } from "#components/ui/segments";

/** The reader's theme on this device; `app/theme-script.ts` applies it before the next first paint. */
export const ThemeSwitch = () => {
  const [theme, store] = useDeviceSetting("theme");
  const choose = (next: Theme): void => {
    store(next);
    if (next === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
  };
  return (
    <Segments
      legend="Theme"
      name="theme"
      value={theme}
      onChoose={choose}
      segments={[
        { value: "auto", label: "System" },
        { value: "light", label: "Light" },
        { value: "dark", label: "Dark" },
      ]}
    />
  );
};
