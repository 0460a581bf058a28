// Whether it makes sense to send more batches after one.
import type { HoplineError } from '../errors.ts';
import type { Outcome } from './batch-outcomes.ts';

const NO_ANSWER: ReadonlySet<string> = new Set(['HPL_CLIENT_UNREACHABLE', 'HPL_CLIENT_TIMEOUT']);

/**
 * Why further batches would end as this one did, whatever is in them: the key was refused, or there was no answer after all
 * retries.
 * @param outcomes of all events of a batch
 * @returns undefined when they may end otherwise
 */
export function endsAll(outcomes: readonly (Outcome | undefined)[]): HoplineError | undefined {
  const errors = outcomes.map((outcome) => (outcome && 'error' in outcome ? outcome.error : undefined));
  const [first] = errors;
  if (!first || !errors.every((error) => error?.code === first.code && error.status === first.status))
    return undefined;
  const isRefused = first.status === 401 || first.status === 403;
  return isRefused || NO_ANSWER.has(first.code) ? first : undefined;
}
