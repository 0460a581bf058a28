// The newest events of an organization, as they are stored: read once a second, for each stream.
import type { EventHead, RecentEvent, RecentQuery } from '@hopline/postgres/live/read-recent-events';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import { ApiError } from '../errors.ts';
import { printCursor } from '../inbox/cursor.ts';
import type { EventStream } from './streams.ts';
import { type TailStep, TailWindow } from './tail-window.ts';

export interface TailDeps {
  /** The newest events that fit, newest first. */
  readonly read: (query: RecentQuery) => Promise<readonly RecentEvent[]>;
  readonly readHeads: (events: readonly RecentEvent[]) => Promise<ReadonlyMap<string, EventHead>>;
  readonly log: Pick<Logger, 'warn'>;
}

export interface TailOptions {
  readonly organizationId: string;
  readonly types: readonly string[] | undefined;
  /** The last that the client has had, in microseconds since the epoch; undefined: it begins now. */
  readonly afterMicros: number | undefined;
}

const INTERVAL_MS = 1000;
/** How late an event may be stored and still be met. */
const WINDOW_MS = 15_000;
/** How far the clock of whoever accepted an event may be ahead. */
const AHEAD_MS = 60_000;
const READ_MOST = 1000;
const SHOW_MOST = 50;

/** Sends events until what this gives is called. */
export function tailEvents(
  stream: EventStream,
  { read, readHeads, log }: TailDeps,
  { organizationId, types, afterMicros }: TailOptions,
): () => void {
  const window = new TailWindow(afterMicros ?? Date.now() * 1000);
  let missed = 0;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;

  async function round(): Promise<void> {
    try {
      const nowMs = Date.now();
      const days = [...new Set([dayOf(nowMs - WINDOW_MS), dayOf(nowMs + AHEAD_MS)])];
      const fromMicros = (nowMs - WINDOW_MS) * 1000;
      const newest = await read({ organizationId, days, fromMicros, types, limit: READ_MOST });
      await send(window.step(newest, READ_MOST, SHOW_MOST));
    } catch (error) {
      // Postgres is away or busy: the next round may succeed. Anything else is a defect, and the client may come back.
      if (!(error instanceof ApiError)) {
        log.warn({ org_id: organizationId, problem: describeError(error) }, 'live.tail_failed');
        stream.end();
      }
    }
    if (!isOver) schedule(INTERVAL_MS);
  }

  async function send({ shown, more, atLeast }: TailStep): Promise<void> {
    // Until they are sent.
    missed += more + shown.length;
    if (shown.length > 0) {
      const heads = await readHeads(shown);
      for (const event of shown) {
        const head = heads.get(event.id);
        if (head && stream.send({ event: 'event', id: printCursor(event), data: printHead(head) }))
          missed -= 1;
      }
    }
    if (missed > 0 && stream.send({ event: 'more', data: { count: missed, at_least: atLeast } })) missed = 0;
  }

  function schedule(ms: number): void {
    timer = setTimeout(round, ms);
    timer.unref();
  }

  schedule(0);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
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

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
