import { CopyButton } from "#components/people/copy-button";

/** Shown once, right after they were made. */
export const RecoveryCodes = ({ codes }: { codes: readonly string[] }) => (
  <div className="card p-4" role="status">
    <p>
      <b>Your recovery codes.</b> Each opens your account once when the app or key is lost. Keep them apart from your
      password: they are not shown again.
    </p>
    <ul className="recovery-codes">
      {codes.map((code) => (
        <li key={code}>{code}</li>
      ))}
    </ul>
    <CopyButton text={codes.join("\n")} label="Copy codes" />
  </div>
);
