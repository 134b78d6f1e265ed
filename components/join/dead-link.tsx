import { buttonClass } from "#components/ui/button";

/** One page for every link that leads nowhere: used up, ended, taken back or never there. */
export const DeadLink = () => (
  <>
    <div className="grid gap-2">
      <h1 className="headline">This invitation no longer works</h1>
      <p>It may have been used, taken back, or it has ended. Ask whoever sent it for a new one: that takes a minute.</p>
    </div>
    <p>
      <a href="/join" className={buttonClass({ size: "big" })}>
        Enter a code instead
      </a>
    </p>
  </>
);
