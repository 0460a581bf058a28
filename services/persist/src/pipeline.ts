// The hop, read as a list. The order is the product (docs/protocol.md, section 2): a crash between any two steps leaves
// something that a re-read or the sweeper completes.
import type { Failpoint } from '@hopline/runtime/failpoint';
import { hopSpan } from '@hopline/telemetry/hop-spans';
import type { DecodedBatch, EventItem, PoisonItem, TakenRecord } from './item.ts';
import type { DecodeBatch } from './steps/decode-batch.ts';
import type { PublishBatch } from './steps/publish-batch.ts';
import type { WriteBatch, WrittenBatch } from './steps/write-batch.ts';
import { failPoison, traceBatch } from './trace-batch.ts';

export interface Steps {
  readonly decode: DecodeBatch;
  readonly ensureDays: (days: ReadonlySet<string>) => Promise<void>;
  readonly forgetDays: () => void;
  readonly topicId: () => Promise<string>;
  readonly write: WriteBatch;
  readonly publish: PublishBatch;
  readonly failpoint: Failpoint;
}

/** What a batch came to, for its log line. */
export interface BatchReport {
  readonly records: number;
  readonly stored: readonly EventItem[];
  /** When they were committed, milliseconds since the epoch. */
  readonly storedAtMs: number;
  readonly deliveries: number;
  readonly conflicts: number;
  readonly poison: readonly PoisonItem[];
  readonly traceId: string | undefined;
}

/** Does step 1 to 9 for a batch. Rejects when a step failed; all of it may be done again. */
export function createPipeline(steps: Steps) {
  return {
    decode: (batch: readonly TakenRecord[]) => steps.decode(batch), // 1

    /** Which incarnation of the topic the records are from, if asked in the turn in which their owners still own them. */
    topicId: () => steps.topicId(),

    /** Makes the days of the next batch anew where they are missing. */
    forgetDays: () => steps.forgetDays(),

    async store(batch: DecodedBatch, topicId: string): Promise<BatchReport> {
      steps.failpoint('persist:after-decode');
      const trace = traceBatch(batch);
      try {
        await steps.ensureDays(new Set(batch.events.map(({ day }) => day)));
        steps.failpoint('persist:after-days');
        const written = await trace.step(hopSpan.storeBatch, () => steps.write(batch, topicId)); // 2 to 7
        await trace.step(hopSpan.publishBatch, () => steps.publish(batch, written)); // 8
        batch.poison.forEach(failPoison);
        finishRecords(batch); // 9: the worker commits what is finished
        steps.failpoint('persist:after-done');
        trace.end();
        return { ...reportOf(batch, written), traceId: trace.traceId };
      } catch (error) {
        trace.end(error);
        throw error;
      }
    },
  };
}

export type Pipeline = ReturnType<typeof createPipeline>;

function finishRecords({ events, poison }: DecodedBatch): void {
  for (const { owner, record } of events) owner.done(record.offset);
  for (const { owner, record } of poison) owner.done(record.offset);
}

function reportOf(batch: DecodedBatch, written: WrittenBatch): Omit<BatchReport, 'traceId'> {
  return {
    records: batch.events.length + batch.poison.length,
    stored: written.stored,
    storedAtMs: written.storedAtMs,
    deliveries: written.deliveries.length,
    conflicts: written.conflicts,
    poison: batch.poison,
  };
}
