import { setImmediate as nextTick } from 'node:timers/promises';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { EndpointQueue } from './endpoint-queue.ts';

const ENDPOINTS_A_QUERY = 20;
const BACKOFF = { initialMs: 200, maxMs: 10_000 };

/** Works on endpoints that something is wanted for, several at a time, and tries again what fails. */
export class WantedLoop {
  readonly #wanted = new Set<EndpointQueue>();
  readonly #work: (batch: EndpointQueue[]) => Promise<void>;
  readonly #log: Logger;
  readonly #stopped: AbortSignal;
  #running = false;

  constructor(work: (batch: EndpointQueue[]) => Promise<void>, log: Logger, stopped: AbortSignal) {
    this.#work = work;
    this.#log = log;
    this.#stopped = stopped;
  }

  get waiting(): number {
    return this.#wanted.size;
  }

  want(endpoint: EndpointQueue): void {
    this.#wanted.add(endpoint);
    if (this.#running || this.#stopped.aborted) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (this.#wanted.size > 0 && !this.#stopped.aborted) {
      // What becomes wanted in the same turn of the event loop shares a query.
      await nextTick();
      const batch = [...this.#wanted].slice(0, ENDPOINTS_A_QUERY);
      for (const endpoint of batch) this.#wanted.delete(endpoint);
      try {
        await this.#work(batch);
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#log.warn({ problem: describeError(error), failures }, 'refill.failed');
        for (const endpoint of batch) {
          if (endpoint.isOwned) this.#wanted.add(endpoint);
        }
        await sleep(backoffDelay(BACKOFF, failures), this.#stopped).catch(() => {});
      }
    }
    this.#running = false;
  }
}
