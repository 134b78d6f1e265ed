import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** A password that is chosen now, not the one that is known. */
  isNew?: boolean;
  error?: string | undefined;
};

export const PasswordField = ({ label, value, onChange, isNew = false, error }: Props) => (
  <Field label={label} error={error} {...(isNew ? { hint: "12 characters or more" } : {})}>
    {(control) => (
      <Input
        {...control}
        tall
        required
        type="password"
        autoComplete={isNew ? "new-password" : "current-password"}
        {...(isNew ? { minLength: 12 } : {})}
        maxLength={200}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    )}
  </Field>
);
