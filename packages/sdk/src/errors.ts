// What can go wrong, for those who call. One class: errors are told apart by their code.

/** What an error is made of. */
export interface ErrorFacts {
  readonly code: string;
  readonly detail: string;
  readonly status?: number | undefined;
  readonly title?: string | undefined;
  readonly pointer?: string | undefined;
  readonly traceId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly isRetryable?: boolean;
  readonly isUnknown?: boolean;
  readonly dedupId?: string | undefined;
  readonly problem?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/**
 * An answer other than 2xx, or none at all. The codes of the API and those of this client stand in the README; they do not
 * change. An API key is in no member of it.
 */
export class HoplineError extends Error {
  override readonly name: string = 'HoplineError';
  /** Tells errors apart, `HPL_<AREA>_<WHAT>`. */
  readonly code: string;
  /** The HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** The reason phrase of the status. */
  readonly title: string | undefined;
  /** What is wrong, for people; may change. */
  readonly detail: string;
  /** A JSON pointer (RFC 6901) to the member of the request that is wrong. */
  readonly pointer: string | undefined;
  /** Finds the request in the logs and traces of the service. */
  readonly traceId: string | undefined;
  /** The same request may succeed after so many milliseconds; undefined when the answer does not say. */
  readonly retryAfterMs: number | undefined;
  /** Whether the same request may succeed later, as it is. */
  readonly isRetryable: boolean;
  /** Whether the request may have been carried out all the same: nobody knows after a 5xx or a time-out. */
  readonly isUnknown: boolean;
  /** Of an event that `send` or `enqueue` was given, also one that the client made: sent again under it, it is the same event. */
  readonly dedupId: string | undefined;
  /** The body of the answer, when it is a problem (RFC 9457), as it came. */
  readonly problem: Readonly<Record<string, unknown>> | undefined;

  constructor(facts: ErrorFacts) {
    const { code, detail, pointer } = facts;
    const place = pointer === undefined ? '' : ` (${pointer === '' ? 'the whole' : pointer})`;
    super(`${code}: ${detail}${place}`, facts.cause === undefined ? {} : { cause: facts.cause });
    this.code = code;
    this.status = facts.status;
    this.title = facts.title;
    this.detail = detail;
    this.pointer = pointer;
    this.traceId = facts.traceId;
    this.retryAfterMs = facts.retryAfterMs;
    this.isRetryable = facts.isRetryable ?? false;
    this.isUnknown = facts.isUnknown ?? false;
    this.dedupId = facts.dedupId;
    this.problem = facts.problem;
  }
}

/** Why a webhook must not be trusted, or cannot be read. Thrown by verifyWebhook alone. */
export class WebhookVerificationError extends HoplineError {
  override readonly name = 'WebhookVerificationError';
}

/** The same error of an attempt before which another one had ended unknown: so does the whole. */
export function asUnknown(error: HoplineError): HoplineError {
  return error.isUnknown ? error : changed(error, { isUnknown: true });
}

/** The same error of an event with this dedup_id. */
export function ofEvent(error: HoplineError, dedupId: string): HoplineError {
  return changed(error, { dedupId });
}

/** The same error of something that was not sent because of it. */
export function notSent(error: HoplineError): HoplineError {
  return changed(error, { isUnknown: false });
}

function changed(error: HoplineError, facts: Partial<ErrorFacts>): HoplineError {
  // Its members are its facts; those of Error itself are not enumerable and are named.
  return new HoplineError({ ...error, cause: error.cause, ...facts });
}
