import { type BatchLimits, countFitting } from '../events/batch-body.ts';
import type { EncodedEvent } from '../events/event.ts';

/** What waits to be sent: first in, first out. */
export class EventQueue<Entry extends { readonly event: EncodedEvent }> {
  readonly #limits: BatchLimits;
  #entries: Entry[] = [];
  #bytes = 0;

  constructor(limits: BatchLimits) {
    this.#limits = limits;
  }

  get first(): Entry | undefined {
    return this.#entries[0];
  }

  /** Whether waiting for more would not make the next batch larger. */
  get hasFullBatch(): boolean {
    return this.#entries.length >= this.#limits.events || this.#bytes >= this.#limits.bytes;
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.#bytes += entry.event.bytes;
  }

  /** Takes one out that is not to be sent any more. False: it is not there, as it was taken already. */
  remove(entry: Entry): boolean {
    const place = this.#entries.indexOf(entry);
    if (place < 0) return false;
    this.#entries.splice(place, 1);
    this.#bytes -= entry.event.bytes;
    return true;
  }

  /** Takes the next batch. */
  take(): Entry[] {
    const next = this.#entries.slice(0, this.#limits.events);
    const count = countFitting(
      next.map(({ event }) => event),
      this.#limits,
    );
    const batch = this.#entries.splice(0, count);
    for (const { event } of batch) this.#bytes -= event.bytes;
    return batch;
  }
}
