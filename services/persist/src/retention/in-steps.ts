// Long work in short steps: each gives way to whoever is in its way, and leaves the database to others afterwards.
import { backoffDelay } from '@hopline/runtime/backoff';
import { sleep } from '@hopline/runtime/wait';
import { nextStepSize, restAfter, type StepLimits } from './step-size.ts';

/** How a piece of work ended: all of it was done, somebody was in the way for too long, or the round's time was over. */
export type Ending = 'done' | 'gave_way' | 'out_of_time';

export interface Round {
  /** On the clock of `performance.now()`. */
  readonly endsAt: number;
  /** Aborts when the service stops: waits then reject with its reason. */
  readonly signal: AbortSignal;
}

/** How often in a row a step may give way until the work is left to the next round. */
const TRIES = 6;
const BACKOFF = { initialMs: 200, maxMs: 5000 };

/**
 * Tries until `step` no longer gives way, later and later.
 * @param step gives undefined when it gave way and did nothing
 * @returns undefined when it gave way every time
 */
export async function patiently<T>(
  { signal }: Round,
  step: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let failures = 1; ; failures += 1) {
    signal.throwIfAborted();
    const result = await step();
    if (result !== undefined || failures === TRIES) return result;
    await sleep(backoffDelay(BACKOFF, failures), signal);
  }
}

/**
 * Repeats `step` until it says that it was the last one, with a size that makes it short.
 * @param step is told how much to take on; gives undefined when it gave way and did nothing
 */
export async function inSteps(
  round: Round,
  limits: StepLimits,
  step: (size: number) => Promise<'more' | 'done' | undefined>,
): Promise<Ending> {
  let size = limits.first;
  while (performance.now() < round.endsAt) {
    let tookMs = 0;
    const answer = await patiently(round, async () => {
      const startedAt = performance.now();
      const result = await step(size);
      tookMs = performance.now() - startedAt;
      size = nextStepSize(size, result === undefined ? undefined : tookMs, limits);
      return result;
    });
    if (answer === undefined) return 'gave_way';
    if (answer === 'done') return 'done';
    await sleep(restAfter(tookMs), round.signal);
  }
  return 'out_of_time';
}
