import type { Publisher } from '@hopline/kafka/port';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError, HoplineError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';

const BACKOFF = { initialMs: 200, maxMs: 5000 };

/**
 * Starts the publisher, and tries again for as long as what is wrong may pass: while Kafka is away the process answers
 * 503 and says in /readyz why, which tells clients more than a port that nobody listens on.
 * @throws what cannot pass, or the signal's reason
 */
export async function startPublisher(publisher: Publisher, log: Logger, stop: AbortSignal): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await publisher.start();
    } catch (error) {
      if (stop.aborted || !(error instanceof HoplineError && error.retryable)) throw error;
      const retry_ms = backoffDelay(BACKOFF, failures);
      log.warn({ problem: describeError(error), retry_ms }, 'publisher.start_failed');
      await sleep(retry_ms, stop);
    }
  }
}
