import { adviceFor, ProblemError, UnreachableError } from '../api/problem.ts';
import { Action } from './action.tsx';
import { TraceId } from './trace-id.tsx';

interface ProblemNoticeProps {
  readonly error: unknown;
  /** Offers to try again. */
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, what to do about it, and what finds it in logs and traces. */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const problem = error instanceof ProblemError ? error.problem : undefined;
  return (
    <div className="notice notice-bad" role="alert">
      <p className="notice-title">{titleOf(error)}</p>
      {problem && (
        <p>
          {problem.pointer !== undefined && <code>{problem.pointer}</code>} {problem.detail}
        </p>
      )}
      <p>{adviceFor(error)}</p>
      {problem && (
        <p className="quiet">
          {problem.status} <code>{problem.code}</code>
          {problem.trace_id !== undefined && (
            <>
              {' '}
              · trace <TraceId id={problem.trace_id} />
            </>
          )}
        </p>
      )}
      {onRetry && <Action onPress={onRetry}>Try again</Action>}
    </div>
  );
}

function titleOf(error: unknown): string {
  if (error instanceof ProblemError) return error.problem.title;
  if (error instanceof UnreachableError) return 'Hopline cannot be reached';
  return 'Something went wrong in this page';
}
