// The errors that a client can get, with their status; those about what a request names stand in resource-errors.ts, those of browsers and of
// whoever looks in in console-errors.ts.
// docs/errors.md has a row for each code, which a test keeps true.
import { HoplineError } from '@hopline/runtime/errors';

export interface ApiErrorOptions {
  /** A JSON pointer (RFC 6901) to the member of the request that is wrong. */
  readonly pointer?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem (RFC 9457, section 3.2). */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** An answer other than 2xx. The message is the problem's `detail`: it is for the client and holds no secret. */
export class ApiError extends HoplineError {
  readonly status: number;
  readonly pointer: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, detail: string, options: ApiErrorOptions = {}) {
    // Nobody looks at the stack of an answer: its cause has the one that matters. To take it costs more than most refusals,
    // 500 times in a batch; and until it is printed it holds the closures that were running, and by them the whole body.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(code, detail, {
      retryable: options.retryable ?? false,
      ...('cause' in options ? { cause: options.cause } : {}),
    });
    Error.stackTraceLimit = stackTraceLimit;
    this.status = status;
    this.pointer = options.pointer;
    this.headers = options.headers ?? {};
    this.members = options.members ?? {};
  }
}

/**
 * Refused before anything of the request was read or done, by the thousand when the process is overloaded. So one
 * instance serves all of them, its `Retry-After` is drawn for each answer unless it has one, and the log has one line a
 * second for all.
 */
export class ShedError extends ApiError {
  constructor(code: string, status: number, detail: string, options: ApiErrorOptions = {}) {
    super(code, status, detail, { retryable: true, ...options });
  }
}

/** Seconds for `Retry-After`, 1 to 5 at random, so that clients that failed together do not come back together. */
export function retryAfterSeconds(random = Math.random): number {
  return 1 + Math.floor(random() * 5);
}

/** Of an error that passes: when to come back. */
export function tryAgain(cause?: unknown): ApiErrorOptions {
  return { retryable: true, headers: { 'retry-after': String(retryAfterSeconds()) }, cause };
}

// The request itself

export class RequestMalformedError extends ApiError {
  constructor(detail: string) {
    super('HPL_REQUEST_MALFORMED', 400, detail);
  }
}

export class RequestInvalidError extends ApiError {
  constructor(pointer: string, detail: string) {
    super('HPL_REQUEST_INVALID', 400, detail, { pointer });
  }
}

/** A header is wrong; `detail` names it, since a JSON pointer cannot. */
export class InvalidHeaderError extends ApiError {
  constructor(header: string, problem: string) {
    super('HPL_REQUEST_HEADER_INVALID', 400, `the header ${header} ${problem}`);
  }
}

export class RequestTooLargeError extends ApiError {
  constructor(detail: string, cause?: unknown) {
    super('HPL_REQUEST_TOO_LARGE', 413, detail, { cause });
  }
}

export class UnsupportedMediaTypeError extends ApiError {
  constructor(detail: string, accept = 'application/json') {
    super('HPL_REQUEST_MEDIA_TYPE', 415, detail, { headers: { accept } });
  }
}

export class UnsupportedEncodingError extends ApiError {
  constructor() {
    super('HPL_REQUEST_ENCODING', 415, 'send the body as it is, or with content-encoding: gzip', {
      headers: { 'accept-encoding': 'gzip' },
    });
  }
}

export class RouteNotFoundError extends ApiError {
  constructor() {
    super('HPL_REQUEST_NO_ROUTE', 404, 'there is nothing at this path');
  }
}

export class MethodNotAllowedError extends ApiError {
  constructor(allowed: string) {
    super('HPL_REQUEST_METHOD', 405, `this path takes ${allowed}`, { headers: { allow: allowed } });
  }
}

/** RFC 9110, section 15.5.20: the request was sent to a process that does not answer for it. */
export class NotServedHereError extends ApiError {
  /** @param role what API_ROLES would have to name */
  constructor(role: string) {
    super(
      'HPL_REQUEST_NOT_SERVED',
      421,
      `this process does not serve that: it is of the role ${role}; nothing was done`,
    );
  }
}

export class RequestTimeoutError extends ApiError {
  constructor() {
    super('HPL_REQUEST_TIMEOUT', 408, 'the request did not arrive in time');
  }
}

export class HeadersTooLargeError extends ApiError {
  constructor() {
    super('HPL_REQUEST_HEADERS_TOO_LARGE', 431, 'the headers of the request are too large');
  }
}

// Who asks

export class KeyMissingError extends ApiError {
  constructor() {
    super('HPL_AUTH_KEY_MISSING', 401, 'send an API key in X-API-Key or in Authorization: Bearer', {
      headers: { 'www-authenticate': 'Bearer realm="hopline"' },
    });
  }
}

export class KeyRefusedError extends ApiError {
  constructor() {
    super('HPL_AUTH_KEY_REFUSED', 401, 'the API key is not valid', {
      headers: { 'www-authenticate': 'Bearer realm="hopline", error="invalid_token"' },
    });
  }
}

export class AdminTokenRefusedError extends ApiError {
  constructor() {
    super('HPL_AUTH_ADMIN_REFUSED', 401, 'send the admin token in Authorization: Bearer', {
      headers: { 'www-authenticate': 'Bearer realm="hopline admin"' },
    });
  }
}

export class ScopeMissingError extends ApiError {
  constructor(scope: string) {
    super('HPL_AUTH_SCOPE', 403, `the API key lacks the scope ${scope}`, {
      // RFC 6750, section 3.1.
      headers: {
        'www-authenticate': `Bearer realm="hopline", error="insufficient_scope", scope="${scope}"`,
      },
    });
  }
}

export class KeyExpiringError extends ApiError {
  constructor() {
    super(
      'HPL_AUTH_KEY_EXPIRING',
      403,
      'a key that has an end makes no others; use its successor or another key',
    );
  }
}

export class AuthUnavailableError extends ApiError {
  constructor(cause?: unknown) {
    super(
      'HPL_AUTH_UNAVAILABLE',
      503,
      'API keys cannot be checked at the moment; nothing was done',
      tryAgain(cause),
    );
  }
}

/** More at once than an organization may ask for besides sending events. */
export class RequestBusyError extends ApiError {
  constructor() {
    super('HPL_REQUEST_BUSY', 429, 'too many requests of this organization are under way; nothing was done', {
      retryable: true,
      headers: { 'retry-after': '1' },
    });
  }
}

// Ingest

export class RateLimitedError extends ApiError {
  /** @param seconds until there may be room again */
  constructor(seconds: number) {
    super('HPL_RATE_LIMITED', 429, 'the organization sends more events a minute than its limit', {
      retryable: true,
      headers: { 'retry-after': String(seconds) },
    });
  }
}

export class IngestUnavailableError extends ApiError {
  constructor(cause: unknown) {
    super(
      'HPL_INGEST_UNAVAILABLE',
      503,
      'the event was not acknowledged in time, so it is unknown whether it was written; send it again with the same dedup_id',
      tryAgain(cause),
    );
  }
}

export class IngestOverloadedError extends ShedError {
  constructor(why: string) {
    super('HPL_INGEST_OVERLOADED', 503, `this process has too much to do: ${why}; nothing was taken`);
  }
}

export class IngestBufferFullError extends ShedError {
  constructor(cause?: unknown) {
    super('HPL_INGEST_BUFFER_FULL', 429, 'too many events are waiting; nothing was taken', { cause });
  }
}

export class IngestBacklogError extends ShedError {
  /** @param seconds until so much is stored that there may be room again */
  constructor(seconds: number) {
    super(
      'HPL_INGEST_BACKLOG',
      429,
      'too many events of this organization wait to be stored; nothing was taken',
      { headers: { 'retry-after': String(seconds) } },
    );
  }
}

// Ourselves

export class SecretsUnavailableError extends ApiError {
  constructor(cause?: unknown) {
    super(
      'HPL_SECRETS_UNAVAILABLE',
      503,
      'secrets cannot be stored by this process at the moment; nothing was done',
      tryAgain(cause),
    );
  }
}

export class DatabaseUnavailableError extends ApiError {
  constructor(cause: unknown) {
    super('HPL_DATABASE_UNAVAILABLE', 503, 'the database does not answer at the moment', tryAgain(cause));
  }
}

export class InternalError extends ApiError {
  constructor(cause: unknown) {
    super('HPL_INTERNAL', 500, 'something is wrong on our side; the trace_id finds it in the logs', {
      cause,
    });
  }
}
