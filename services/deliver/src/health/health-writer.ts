import type { EndpointHealth as WrittenHealth } from '@hopline/postgres/endpoints/write-endpoint-health';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import type { EndpointQueue } from '../endpoint-queue.ts';

/** How old a row may be. What changes within it is one row of one statement, however often it does. */
const INTERVAL_MS = 1000;
const MAX_BATCH = 500;

export interface HealthWriterDeps {
  readonly write: (rows: readonly WrittenHealth[]) => Promise<void>;
  /** The endpoint's row says all that is to be said. */
  readonly onWritten: (endpoint: EndpointQueue) => void;
  readonly log: Logger;
}

/** Writes to the endpoints' rows how they are doing, when that has changed, many at once. */
export class HealthWriter {
  readonly #deps: HealthWriterDeps;
  readonly #changed = new Set<EndpointQueue>();
  /** Of endpoints that are somebody else's from now on. */
  readonly #parting: WrittenHealth[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(deps: HealthWriterDeps) {
    this.#deps = deps;
  }

  /** It may have changed. */
  note(endpoint: EndpointQueue): void {
    if (!endpoint.isOwned) return;
    this.#changed.add(endpoint);
    this.#timer ??= setTimeout(() => void this.flush(), INTERVAL_MS);
  }

  /** Keeps what is not written of an endpoint that is given up, and writes it at once: the next owner looks for it. */
  part(endpoint: EndpointQueue): void {
    this.#changed.delete(endpoint);
    const unwritten = endpoint.health.unwritten(endpoint.id, performance.now());
    if (!unwritten) return;
    // Those that are given up together are written together.
    if (this.#parting.push(unwritten.row) === 1) queueMicrotask(() => void this.flush());
  }

  /**
   * Writes what has changed until now: a batch of it, the rest follows, but all of what is given up. Never rejects: what
   * could not be written is tried again.
   */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    do {
      while (this.#running) await this.#running;
      if (this.#changed.size === 0 && this.#parting.length === 0) return;
      this.#running = this.#write().finally(() => {
        this.#running = undefined;
      });
      await this.#running;
    } while (this.#parting.length > 0);
  }

  async #write(): Promise<void> {
    const now = performance.now();
    let hasFailed = false;
    const rows = this.#parting.splice(0, MAX_BATCH);
    const endpoints: EndpointQueue[] = [];
    const written: (() => void)[] = [];
    // Of most that had an attempt there is nothing to write.
    for (const endpoint of this.#changed) {
      if (rows.length >= MAX_BATCH) break;
      this.#changed.delete(endpoint);
      endpoints.push(endpoint);
      const unwritten = endpoint.health.unwritten(endpoint.id, now);
      if (!unwritten) continue;
      rows.push(unwritten.row);
      written.push(unwritten.written);
    }
    try {
      if (rows.length > 0) await this.#deps.write(rows);
      for (const mark of written) mark();
      for (const endpoint of endpoints) this.#deps.onWritten(endpoint);
    } catch (error) {
      hasFailed = true;
      // What has parted is not tried again: the next owner may know better by then.
      for (const endpoint of endpoints) if (endpoint.isOwned) this.#changed.add(endpoint);
      this.#deps.log.warn(
        { endpoints: rows.length, problem: describeError(error) },
        'endpoint_health.not_written',
      );
    }
    if (this.#changed.size === 0) return;
    // The rest of a batch that was full has waited already.
    const isFull = rows.length >= MAX_BATCH && !hasFailed;
    this.#timer ??= setTimeout(() => void this.flush(), isFull ? 0 : INTERVAL_MS);
  }
}
