import { buttonClass } from "#components/ui/button";
import { SettingsSection } from "./settings-section.tsx";

/** What was done to the organisation's accounts and members, to take home. */
export const AuditExport = ({ organisation }: { organisation: string }) => {
  const bundle = (format: string) => `/api/v1/organisations/${organisation}/audit/export?format=${format}`;
  return (
    <SettingsSection
      title="Audit"
      hint="Who joined, was invited, was given a role or left, signed. What was done in an incident is exported there."
    >
      <p>
        <a className={buttonClass()} href={bundle("jsonl")} download>
          Export JSONL
        </a>{" "}
        <a className={buttonClass()} href={bundle("csv")} download>
          Export CSV
        </a>
      </p>
    </SettingsSection>
  );
};
