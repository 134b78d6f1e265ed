"use client";

import { type SubmitEvent, useState } from "react";
import { Field } from "#components/ui/field";
import { Icon } from "#components/ui/icon";
import { Input } from "#components/ui/input";
import { SubmitButton } from "#components/ui/submit-button";

/** For a code of eight characters that was read out on the phone. */
export const CodeForm = () => {
  const [code, setCode] = useState("");
  const handleSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    window.location.assign(`/join/${encodeURIComponent(code.replaceAll(/[\s-]/g, "").toUpperCase())}`);
  };
  return (
    <form className="join-form" onSubmit={handleSubmit}>
      <Field label="Code" hint="Eight characters, as in K7MT-4QRW. It works for an hour.">
        {(control) => (
          <Input
            {...control}
            tall
            required
            className="font-mono text-20 tracking-widest uppercase"
            maxLength={12}
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
      </Field>
      <div className="send-row">
        <SubmitButton tone="primary" size="big">
          Continue
          <Icon name="arrow" />
        </SubmitButton>
      </div>
    </form>
  );
};
