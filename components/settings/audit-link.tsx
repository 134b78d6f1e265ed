import { buttonClass } from "#components/ui/button";
import { SettingsSection } from "./settings-section.tsx";

/** The way to what was done, and to the signed files of it. */
export const AuditLink = ({ path, hint }: { path: string; hint: string }) => (
  <SettingsSection title="Audit" hint={hint}>
    <p>
      <a className={buttonClass()} href={path}>
        Read the audit
      </a>
    </p>
  </SettingsSection>
);
