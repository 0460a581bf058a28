// What went wrong with a request, as the pages show it.

/** The body of an error (RFC 9457), as the API answers with. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** A JSON pointer (RFC 6901) to the member of the request that is wrong. */
  readonly pointer?: string;
  readonly trace_id?: string;
}

/** The API refused a request, or could not do it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  /** What `Retry-After` said, in seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Problem, retryAfterSeconds?: number) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No answer came at all. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';

  constructor(cause: unknown) {
    super('no answer came', { cause });
  }
}

/**
 * The problem of an answer that is not 2xx. What stands in between, such as a proxy, answers in other forms: of those only
 * the status is known.
 * @param retryAfter the header, where there is one; a date in it is not looked at (the API sends seconds)
 */
export function problemOf(status: number, text: string, retryAfter: string | null): ProblemError {
  const seconds = retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined;
  return new ProblemError(readProblem(text) ?? unnamed(status), seconds);
}

/** The problem of an answer that is not 2xx, which whoever keeps the session is told of. */
export function refusalOf(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  text: string,
  { onRefused }: { readonly onRefused?: (error: ProblemError) => void },
): ProblemError {
  const error = problemOf(status, text, headers.get('retry-after'));
  onRefused?.(error);
  return error;
}

function readProblem(text: string): Problem | undefined {
  try {
    const found = JSON.parse(text) as Partial<Problem> | null;
    const isProblem = typeof found?.code === 'string' && typeof found.detail === 'string';
    return isProblem && typeof found.status === 'number' && typeof found.title === 'string'
      ? (found as Problem)
      : undefined;
  } catch {
    return undefined;
  }
}

function unnamed(status: number): Problem {
  return { title: 'Error', status, code: 'unknown', detail: `the answer was ${status}, without a reason` };
}

/** Whether a request came without a valid key, token or session. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.status === 401;
}

/** Whether a change was refused because the browser's cookie is of another session than the page. */
export function isOtherSession(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'HPL_AUTH_CSRF';
}

const ADVICE: Readonly<Record<string, string>> = {
  HPL_AUTH_CSRF:
    'Somebody has signed in or out in another tab of this browser. Look who is signed in, then do it again.',
  HPL_EVENT_NOT_STORED: 'It may still be on its way: look again in a second. If it stays away, check the id.',
  HPL_EVENT_EXPIRED: 'It is older than events are kept.',
  HPL_RATE_LIMITED: 'Wait a little, or ask your administrator for a higher limit.',
};

const ADVICE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'Correct what is named and send it again.',
  401: 'Sign in again.',
  403: 'Sign in with a key that may do this, or ask whoever manages your keys.',
  404: 'Check the link. What was deleted, or belongs to somebody else, is not found either.',
  409: 'Something else has changed it in the meantime: load the page again and look.',
  410: 'It is no longer kept.',
  413: 'Send less at once.',
  422: 'Correct what is named and send it again.',
  429: 'Wait a little and try again.',
  503: 'Try again in a few seconds. If it lasts, whoever runs this installation finds the cause at /readyz.',
};

/** What somebody who sees this error can do about it. */
export function adviceFor(error: unknown): string {
  if (error instanceof UnreachableError) return 'Check your connection; then try again.';
  if (!(error instanceof ProblemError)) return 'Load the page again. If it comes back, report it.';
  const { code, status, trace_id: trace } = error.problem;
  const known = ADVICE[code] ?? ADVICE_BY_STATUS[status];
  if (known !== undefined) return known;
  return trace === undefined ? 'Try again.' : 'Try again. If it comes back, report it with the trace id.';
}
