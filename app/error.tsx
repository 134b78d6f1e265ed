"use client";

import { PlainPage } from "#components/entrance/plain-page";
import { Button, buttonClass } from "#components/ui/button";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** A fault of ours: what was written stays in the browser, nothing of the fault is shown but its number. */
const ErrorPage = ({ error, reset }: Props) => (
  <PlainPage width="narrow">
    <h1 className="headline">This page failed</h1>
    <p className="lede mt-2">
      What you wrote is kept on this device and goes out when the page works again.
      {error.digest === undefined ? "" : ` Quote ${error.digest} to whoever runs this Muster.`}
    </p>
    <p className="mt-6 flex gap-2">
      <Button size="big" tone="primary" onClick={reset}>
        Try again
      </Button>
      <a href="/" className={buttonClass({ size: "big" })}>
        My incidents
      </a>
    </p>
  </PlainPage>
);

export default ErrorPage;
