import type { EncodedEvent } from './event.ts';

const HEAD = '{"events":[';
const TAIL = ']}';

/** The most that a batch may hold. */
export interface BatchLimits {
  readonly events: number;
  /** Of the whole body. */
  readonly bytes: number;
}

/** How many of the first events make one batch: all that fit, and at least one. */
export function countFitting(events: readonly Pick<EncodedEvent, 'bytes'>[], limits: BatchLimits): number {
  let bytes = HEAD.length + TAIL.length;
  let count = 0;
  for (const event of events) {
    // With the comma before it.
    const more = event.bytes + (count > 0 ? 1 : 0);
    if (count > 0 && (count === limits.events || bytes + more > limits.bytes)) break;
    bytes += more;
    count += 1;
  }
  return count;
}

/** The JSON text of a batch. */
export function batchBody(events: readonly EncodedEvent[]): string {
  return `${HEAD}${events.map(({ text }) => text).join(',')}${TAIL}`;
}
