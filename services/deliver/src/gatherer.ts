import { setImmediate as nextTick } from 'node:timers/promises';

/**
 * Works on items in batches, one batch at a time: what comes while one is being worked on is the next. No timer is
 * needed: under load the batches grow by themselves.
 */
export class Gatherer<T> {
  readonly #work: (batch: T[]) => Promise<void>;
  readonly #maxBatch: number;
  #waiting: T[] = [];
  #running = false;

  /** @param work must not reject: it answers each item by itself */
  constructor(work: (batch: T[]) => Promise<void>, maxBatch: number) {
    this.#work = work;
    this.#maxBatch = maxBatch;
  }

  add(item: T): void {
    this.#waiting.push(item);
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      // What comes in the same turn of the event loop goes into the same batch.
      await nextTick();
      await this.#work(this.#waiting.splice(0, this.#maxBatch));
    }
    this.#running = false;
  }
}
