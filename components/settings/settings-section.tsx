import { type ReactNode, useId } from "react";

type Props = { title: string; hint?: ReactNode; children: ReactNode };

/** One matter of the settings: its name, a line about it, and what can be done. */
export const SettingsSection = ({ title, hint, children }: Props) => {
  const id = useId();
  return (
    <section className="settings-section" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {hint === undefined ? null : <p className="text-muted">{hint}</p>}
      </header>
      {children}
    </section>
  );
};
