import { createLineLimit } from '@hopline/telemetry/line-limit';
import type { Logger } from '@hopline/telemetry/logger';
import { traceIdOf } from '@hopline/telemetry/tracing';
import type { EventItem } from './item.ts';

/** Told of the events that a batch has stored. */
export interface SlowEvents {
  /** @param storedAtMs when their rows were committed, milliseconds since the epoch */
  note(stored: readonly Pick<EventItem, 'event' | 'record' | 'span'>[], storedAtMs: number): void;
}

/** While a backlog is worked off every batch is slow, and more lines a second than this would only make it slower. */
const LINES_A_SECOND = 5;

/**
 * Writes a line about each batch with events that took `slowMs` or longer from their append (the record's timestamp, which
 * another machine's clock may have given) to their rows: how many they are, and which one took longest.
 */
export function createSlowEventLog(
  log: Pick<Logger, 'warn'>,
  slowMs: number,
  now: () => number = () => performance.now(),
): SlowEvents {
  const limit = createLineLimit(LINES_A_SECOND, 1000, now);

  return {
    note(stored, storedAtMs) {
      const slow = stored.filter(({ record }) => storedAtMs - record.timestamp >= slowMs);
      const [first] = slow;
      if (!first) return;
      const unwritten = limit.admit(slow.length);
      if (!unwritten) return;
      const slowest = slow.reduce((a, b) => (b.record.timestamp < a.record.timestamp ? b : a), first);
      const { partition, offset, timestamp } = slowest.record;
      log.warn(
        {
          events: slow.length,
          slowest_ms: Math.round(storedAtMs - timestamp),
          event_id: slowest.event.id,
          org_id: slowest.event.organization_id,
          partition,
          offset: String(offset),
          trace_id: traceIdOf(slowest.span),
          ...unwritten,
        },
        'events.slow',
      );
    },
  };
}
