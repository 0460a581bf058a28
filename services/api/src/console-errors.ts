// What goes wrong for browsers, and for whoever looks in: sessions of the console, streams, topics.
import { ApiError, tryAgain } from './errors.ts';

export class ConsoleNotBuiltError extends ApiError {
  constructor() {
    super('HPL_CONSOLE_NOT_BUILT', 404, 'the console is not built here: npm run build -w services/console');
  }
}

/** A browser's session is not enough: any page could make the browser send its cookie. */
export class CsrfRefusedError extends ApiError {
  constructor() {
    super(
      'HPL_AUTH_CSRF',
      403,
      'send the csrf_token of GET /api/sessions/current in X-CSRF-Token; nothing was done',
    );
  }
}

/** Signing in, or whatever changes something by a session, that a page of another origin has asked for. */
export class ForeignPageError extends ApiError {
  constructor() {
    super(
      'HPL_AUTH_ORIGIN',
      403,
      'the request comes from a page of another origin; behind a proxy that changes Host, set PUBLIC_URL; nothing was done',
    );
  }
}

/** More streams than a process has room for, of the organization or of all. */
export class StreamsBusyError extends ApiError {
  constructor() {
    super('HPL_STREAMS_BUSY', 429, 'too many streams are open; end one of them', {
      retryable: true,
      headers: { 'retry-after': '5' },
    });
  }
}

/** More looks into Kafka at once than a process takes. */
export class TopicsBusyError extends ApiError {
  constructor() {
    super('HPL_TOPICS_BUSY', 429, 'too many others look into Kafka; nothing was done', {
      retryable: true,
      headers: { 'retry-after': '1' },
    });
  }
}

/** Kafka did not say in time what was asked about its topics and groups. */
export class TopicsUnavailableError extends ApiError {
  constructor(cause?: unknown) {
    super('HPL_TOPICS_UNAVAILABLE', 503, 'Kafka does not answer at the moment', tryAgain(cause));
  }
}

/** Kafka answers, but not with what was asked for: rights are missing, or records cannot be unpacked. */
export class TopicsRefusedError extends ApiError {
  constructor(reason: string, cause?: unknown) {
    super('HPL_TOPICS_REFUSED', 502, `Kafka does not give that: ${reason}`, { cause });
  }
}
