"use client";

type Props = { error: Error & { digest?: string }; reset: () => void };

/**
 * A fault of ours: what was written stays in the browser, nothing of the fault is shown but its number.
 * Every page loads this one too, so it stands on nothing but the styles that are everywhere.
 */
const ErrorPage = ({ error, reset }: Props) => (
  <main className="mx-auto grid max-w-136 gap-4 px-4 py-12">
    <h1 className="text-28/28">This page failed</h1>
    <p className="text-16/16 text-muted">
      What you wrote is kept on this device and goes out when the page works again.
      {error.digest === undefined ? "" : ` Quote ${error.digest} to whoever runs this Muster.`}
    </p>
    <p className="flex gap-2">
      <button type="button" className="btn btn-big btn-primary" onClick={reset}>
        Try again
      </button>
      <a href="/" className="btn btn-big no-underline">
        My incidents
      </a>
    </p>
  </main>
);

export default ErrorPage;
