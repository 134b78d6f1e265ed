import type { SubmissionProblem } from "#client/use-submission";
import { Icon } from "#components/ui/icon";

type Problem = SubmissionProblem | null;

/** The sentence for one field of a form, when it is that field the server names. */
export const errorAt = (problem: Problem, field: string): string | undefined =>
  problem?.field === field ? problem.message : undefined;

type Props = {
  problem: Problem;
  /** Fields that show their own sentence. */
  shownAt?: readonly string[];
};

/** Why the form was not taken; read aloud when it appears. */
export const ProblemNote = ({ problem, shownAt = [] }: Props) =>
  problem === null || (problem.field !== undefined && shownAt.includes(problem.field)) ? null : (
    <p className="problem" role="alert">
      <Icon name="warn" />
      <span>{problem.message}</span>
    </p>
  );
