// Forms batches from what the worker hands over. A partition is in at most one batch at a time, which keeps its order;
// batches of different partitions may be under way at once.
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import type { TakenRecord } from './item.ts';

export const MAX_BATCH_RECORDS = 500;
export const MAX_BATCH_BYTES = 4 * 1024 * 1024;

export class Batcher {
  readonly #maxInFlight: number;
  readonly #process: (batch: readonly TakenRecord[]) => Promise<void>;
  /** What waits, by owner; in the order in which they were last served. */
  readonly #waiting = new Map<OwnedPartition, ReceivedRecord[]>();
  readonly #busy = new Set<OwnedPartition>();
  #inFlight = 0;
  #soon: NodeJS.Immediate | undefined;

  /** @param process must not reject */
  constructor(maxInFlight: number, process: (batch: readonly TakenRecord[]) => Promise<void>) {
    this.#maxInFlight = maxInFlight;
    this.#process = process;
  }

  add(records: readonly ReceivedRecord[], owner: OwnedPartition): void {
    const waiting = this.#waiting.get(owner);
    if (waiting) waiting.push(...records);
    else {
      this.#waiting.set(owner, [...records]);
      // A revoked partition has a new owner, who reads these records again.
      owner.revoked.addEventListener('abort', () => this.#waiting.delete(owner), { once: true });
    }
    this.#startSoon();
  }

  #startSoon(): void {
    // Not at once: the worker hands over several partitions in one turn, and they share a batch.
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      this.#start();
    });
  }

  #start(): void {
    while (this.#inFlight < this.#maxInFlight) {
      const batch = this.#take();
      if (batch.length === 0) return;
      void this.#run(batch);
    }
  }

  async #run(batch: readonly TakenRecord[]): Promise<void> {
    const owners = new Set(batch.map(({ owner }) => owner));
    for (const owner of owners) this.#busy.add(owner);
    this.#inFlight += 1;
    await this.#process(batch);
    this.#inFlight -= 1;
    for (const owner of owners) this.#busy.delete(owner);
    this.#startSoon();
  }

  #take(): TakenRecord[] {
    const batch: TakenRecord[] = [];
    let bytes = 0;
    for (const [owner, records] of [...this.#waiting]) {
      if (batch.length >= MAX_BATCH_RECORDS || bytes >= MAX_BATCH_BYTES) break;
      if (this.#busy.has(owner) || records.length === 0) continue;
      let taken = 0;
      while (taken < records.length && batch.length < MAX_BATCH_RECORDS) {
        const record = records[taken] as ReceivedRecord;
        bytes += record.value?.length ?? 0;
        // A record that is larger than what is left goes with the next batch, or alone.
        if (bytes > MAX_BATCH_BYTES && batch.length > 0) break;
        batch.push({ record, owner });
        taken += 1;
      }
      // To the end: the partitions that had no room come first the next time.
      this.#waiting.delete(owner);
      this.#waiting.set(owner, records.slice(taken));
    }
    return batch;
  }
}
