// What codes say beyond their status.

/** With these nothing was done, though the status is one of which that is not sure (docs/errors.md of Hopline). */
const NOTHING_DONE: ReadonlySet<string> = new Set([
  'HPL_AUTH_UNAVAILABLE',
  'HPL_INGEST_OVERLOADED',
  'HPL_SECRETS_UNAVAILABLE',
]);

/** A refusal of one item of a batch that passes by itself; items have no status, and these are the ones with 429. */
const PASSING: ReadonlySet<string> = new Set([
  'HPL_RATE_LIMITED',
  'HPL_INGEST_BUFFER_FULL',
  'HPL_INGEST_BACKLOG',
]);

/** Whether a request with this answer may have been carried out all the same. */
export function mayHaveBeenDone(status: number, code: string | undefined): boolean {
  return status >= 500 && !(code !== undefined && NOTHING_DONE.has(code));
}

/** Whether an item of a batch that was refused with this code may be accepted later. */
export function isPassing(code: string): boolean {
  return PASSING.has(code);
}

/** Whether a status says that the same request may succeed later. */
export function isPassingStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
