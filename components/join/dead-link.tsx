import { buttonClass } from "#components/ui/button";

type Props = {
  /** So many wrong codes came from here that none is looked up for a while. */
  isGuess: boolean;
};

/** One page for every link that leads nowhere: used up, ended, taken back or never there. */
export const DeadLink = ({ isGuess }: Props) => (
  <>
    <div className="grid gap-2">
      <h1 className="headline">{isGuess ? "Too many wrong codes" : "This invitation no longer works"}</h1>
      <p>
        {isGuess
          ? "No code is tried from here for an hour. A link works at once: ask whoever invited you to send one."
          : "It may have been used, taken back, or it has ended. Ask whoever sent it for a new one: that takes a minute."}
      </p>
    </div>
    <p>
      <a href="/join" className={buttonClass({ size: "big" })}>
        Enter a code instead
      </a>
    </p>
  </>
);
