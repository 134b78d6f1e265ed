import { useCallback, useState } from "react";
import { ApiRefusal, Unanswered } from "./api.ts";

/** Why a form was not taken, in a sentence a person understands; `field` names the one that is wrong. */
export type SubmissionProblem = { message: string; field?: string };

const problemOf = (error: unknown): SubmissionProblem => {
  if (error instanceof ApiRefusal) {
    const quote = error.status >= 500 && error.requestId !== undefined ? ` (request ${error.requestId})` : "";
    return { message: `${error.message}${quote}`, ...(error.field === undefined ? {} : { field: error.field }) };
  }
  if (error instanceof Unanswered)
    return { message: "The server did not answer. Nothing you typed is lost: try again." };
  throw error;
};

export type Submission<I> = {
  submit: (input: I) => Promise<void>;
  /** True from the first press until the answer, and after success while the next page loads. */
  isBusy: boolean;
  problem: SubmissionProblem | null;
};

/** One form's way to the server and back. `onDone` hears the answer of a granted wish. */
export const useSubmission = <I, O>(
  send: (input: I) => Promise<O>,
  onDone: (answer: O) => void,
  { staysBusy = false }: { staysBusy?: boolean } = {},
): Submission<I> => {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<SubmissionProblem | null>(null);
  const submit = useCallback(
    async (input: I): Promise<void> => {
      setBusy(true);
      setProblem(null);
      try {
        onDone(await send(input));
        if (!staysBusy) setBusy(false);
      } catch (error) {
        setBusy(false);
        setProblem(problemOf(error));
      }
    },
    [send, onDone, staysBusy],
  );
  return { submit, isBusy, problem };
};
