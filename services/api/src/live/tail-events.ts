// The newest events as one stream is told of them.
import type { EventHead, RecentEvent } from '@hopline/postgres/live/read-recent-events';
import { printCursor } from '../inbox/cursor.ts';
import type { EventStream } from './streams.ts';
import { READ_MOST, type TailReadings, type Watched } from './tail-readings.ts';
import { TailWindow } from './tail-window.ts';

export interface TailOptions extends Watched {
  /** The last that the client has had, in microseconds since the epoch; undefined: it begins now. */
  readonly afterMicros: number | undefined;
}

const SHOW_MOST = 50;

/** Sends events until what this gives is called. */
export function tailEvents(
  stream: EventStream,
  readings: TailReadings,
  { organizationId, types, afterMicros }: TailOptions,
): () => void {
  const window = new TailWindow(afterMicros ?? Date.now() * 1000);
  let chosen: readonly RecentEvent[] = [];
  let missed = 0;
  let isAtLeast = false;

  return readings.follow(
    { organizationId, types },
    {
      choose(newest) {
        const { shown, more, atLeast } = window.step(newest, READ_MOST, SHOW_MOST);
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
    },
  );
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
