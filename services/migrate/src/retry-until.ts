import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';

const BACKOFF = { initialMs: 200, maxMs: 3000 };

// SQLSTATE classes and codes that say "not up yet": connection exceptions, an operator's intervention (starting up).
const NOT_YET = /^(08|57)/;

/** A server that is not up yet, rather than one that refuses what it was asked. */
function isNotUpYet(error: unknown): boolean {
  const { code, retryable } = error as { code?: unknown; retryable?: unknown };
  if (retryable === true) return true;
  if (typeof code !== 'string') return false;
  return NOT_YET.test(code) || /^E(CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|AI_AGAIN|PIPE)/.test(code);
}

/**
 * Repeats `step` with back-off while `what` is not up, saying so.
 * @param giveUpAt milliseconds since the epoch
 * @param stop no further attempt once it is aborted
 * @throws the step's last error
 */
export async function retryUntil(
  giveUpAt: number,
  what: string,
  step: () => Promise<void>,
  log: Logger,
  stop?: AbortSignal,
): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await step();
    } catch (error) {
      const waitMs = backoffDelay(BACKOFF, failures);
      if (!isNotUpYet(error) || stop?.aborted || Date.now() + waitMs > giveUpAt) throw error;
      log.warn(
        { what, problem: describeError(error), secondsLeft: Math.round((giveUpAt - Date.now()) / 1000) },
        'migrate.waiting',
      );
      await sleep(waitMs);
    }
  }
}
