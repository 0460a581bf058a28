import { setImmediate as nextTick } from 'node:timers/promises';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { Link } from '@hopline/telemetry/tracing';
import type { EndpointQueue } from './endpoint-queue.ts';
import type { Endpoints } from './endpoints.ts';

const ENDPOINTS_A_QUERY = 20;
const BACKOFF = { initialMs: 200, maxMs: 10_000 };

/** An endpoint whose rows are about to be read. */
export interface Wanted {
  readonly endpoint: EndpointQueue;
  readonly wasBacklogged: boolean;
  /** What its trace is linked to: the wake-up that asked for this. */
  readonly cause: Link | undefined;
  /** No wake-up of the endpoint has come since it was taken up. */
  isUpToDate(): boolean;
}

export interface WantedLoopDeps {
  readonly endpoints: Pick<Endpoints, 'tidy'>;
  readonly log: Logger;
  readonly stopped: AbortSignal;
}

/** Reads for endpoints whose rows are wanted, several at a time, keeps their marks, and tries again what fails. */
export class WantedLoop {
  readonly #wanted = new Set<EndpointQueue>();
  readonly #read: (batch: readonly Wanted[]) => Promise<void>;
  readonly #deps: WantedLoopDeps;
  #running = false;

  constructor(read: (batch: readonly Wanted[]) => Promise<void>, deps: WantedLoopDeps) {
    this.#read = read;
    this.#deps = deps;
  }

  get waiting(): number {
    return this.#wanted.size;
  }

  want(endpoint: EndpointQueue): void {
    this.#wanted.add(endpoint);
    if (this.#running || this.#deps.stopped.aborted) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    const { log, stopped } = this.#deps;
    let failures = 0;
    while (this.#wanted.size > 0 && !stopped.aborted) {
      // What becomes wanted in the same turn of the event loop shares a query.
      await nextTick();
      const batch = [...this.#wanted].slice(0, ENDPOINTS_A_QUERY);
      for (const endpoint of batch) this.#wanted.delete(endpoint);
      try {
        await this.#work(batch);
        failures = 0;
      } catch (error) {
        failures += 1;
        log.warn({ problem: describeError(error), failures }, 'refill.failed');
        for (const endpoint of batch) {
          if (endpoint.isOwned) this.#wanted.add(endpoint);
        }
        await sleep(backoffDelay(BACKOFF, failures), stopped).catch(() => {});
      }
    }
    this.#running = false;
  }

  async #work(batch: readonly EndpointQueue[]): Promise<void> {
    const taken = batch.map(takeUp);
    try {
      await this.#read(taken);
    } catch (error) {
      // Before it is tidied: an endpoint that looks idle would be forgotten here, and be retried as a second one beside
      // the queue that its next wake-up makes.
      for (const endpoint of batch) {
        if (!endpoint.isOwned) continue;
        endpoint.backlogged = true;
        endpoint.isAsked = true;
      }
      throw error;
    } finally {
      for (const endpoint of batch) {
        endpoint.refilling = false;
        this.#deps.endpoints.tidy(endpoint);
      }
    }
  }
}

function takeUp(endpoint: EndpointQueue): Wanted {
  const { backlogged: wasBacklogged, wakeUps } = endpoint;
  endpoint.refilling = true;
  // Before the query: what is dropped while it runs may be missing in its answer and must mark the endpoint again.
  endpoint.backlogged = false;
  endpoint.isAsked = false;
  const cause = endpoint.takeWokenBy();
  return { endpoint, wasBacklogged, cause, isUpToDate: () => endpoint.wakeUps === wakeUps };
}
