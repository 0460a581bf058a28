// The newest events as one stream is told of them.
import type { InboxPosition } from '@hopline/postgres/inbox/inbox-query';
import type { EventHead, RecentEvent } from '@hopline/postgres/live/read-recent-events';
import { printCursor } from '../inbox/cursor.ts';
import type { EventStream } from './streams.ts';
import { READ_MOST, type TailReadings } from './tail-readings.ts';
import { TailWindow } from './tail-window.ts';

export interface TailOptions {
  readonly organizationId: string;
  /** Exact types and `order.*`; undefined: all. */
  readonly types: readonly string[] | undefined;
  /** The last that the client has had; undefined: it begins now. */
  readonly after: InboxPosition | undefined;
}

const LIMITS = { most: READ_MOST, show: 50 };
/**
 * How far before the last one somebody who comes back goes on: all events of a batch have one time, and some that were accepted
 * before it are stored after it. Of those that were shown already the client knows the ids.
 */
const BACK_MICROS = 2_000_000;

/** Sends events until what this gives is called. */
export function tailEvents(
  stream: EventStream,
  readings: TailReadings,
  { organizationId, types, after }: TailOptions,
): () => void {
  const since = after ? after.micros - BACK_MICROS : Date.now() * 1000;
  const window = new TailWindow(({ id, micros }) => micros > since && id !== after?.id);
  let chosen: readonly RecentEvent[] = [];
  let missed = 0;
  let isAtLeast = false;

  return readings.follow(organizationId, {
    choose(newest) {
      const { shown, more, atLeast } = window.step(newest, LIMITS, ({ type }) => isOneOf(types, type));
      // Until they are sent.
      missed += more + shown.length;
      isAtLeast ||= atLeast;
      chosen = shown;
      return shown;
    },
    show(heads) {
      for (const event of chosen) {
        const head = heads.get(event.id);
        if (head && stream.send({ event: 'event', id: printCursor(event), data: printHead(head) }))
          missed -= 1;
      }
      chosen = [];
      if (missed === 0 || !stream.send({ event: 'more', data: { count: missed, at_least: isAtLeast } }))
        return;
      missed = 0;
      isAtLeast = false;
    },
    fail: () => stream.end(),
  });
}

function isOneOf(types: readonly string[] | undefined, type: string): boolean {
  if (types === undefined) return true;
  return types.some((one) => (one.endsWith('.*') ? type.startsWith(one.slice(0, -1)) : type === one));
}

function printHead(event: EventHead): object {
  return {
    id: event.id,
    type: event.type,
    accepted_at: event.acceptedAt,
    stored_at: event.storedAt,
    dedup_id: event.dedupId,
    ordering_key: event.orderingKey,
    bytes: event.bytes,
  };
}
