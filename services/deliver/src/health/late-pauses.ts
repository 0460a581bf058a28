// Receivers that ask for a pause (Retry-After) of a process that does not own their endpoint any more: its posts of before
// are still under way when somebody else posts already. That one must know.
import type { AskedPause } from '@hopline/postgres/endpoints/hold-endpoint';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import type { ClaimedTurn } from '../claim.ts';
import type { FinishedPost } from '../deliverer.ts';

export class LatePauses {
  readonly #hold: (pause: AskedPause) => Promise<void>;
  readonly #log: Logger;
  readonly #writing = new Set<Promise<void>>();

  constructor(hold: (pause: AskedPause) => Promise<void>, log: Logger) {
    this.#hold = hold;
    this.#log = log;
  }

  /** A post has ended. Does nothing as long as its endpoint is owned: its owner knows. */
  note({ endpoint, delivery }: ClaimedTurn, post: Pick<FinishedPost, 'verdict'> | undefined): void {
    const forMs = post?.verdict.retryAfterMs;
    if (endpoint.isOwned || forMs === undefined || forMs <= 0) return;
    const written = this.#hold({ id: endpoint.id, epoch: delivery.healthEpoch, forMs })
      .catch((error: unknown) => {
        // The receiver gets some posts that it did not want; none is lost, and the next answer asks again.
        this.#log.warn({ endpoint_id: endpoint.id, problem: describeError(error) }, 'pause.not_written');
      })
      .finally(() => this.#writing.delete(written));
    this.#writing.add(written);
  }

  /** Resolves when all of them are written, or will not be. */
  async written(): Promise<void> {
    await Promise.all(this.#writing);
  }
}
