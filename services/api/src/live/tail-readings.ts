// The newest events of organizations as they are stored: read once a second for all who watch one, however many they are.
import type { EventHead, RecentEvent, RecentQuery } from '@hopline/postgres/live/read-recent-events';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import { ApiError } from '../errors.ts';

export interface TailReadingsDeps {
  /** The newest events, newest first. */
  readonly read: (query: RecentQuery) => Promise<readonly RecentEvent[]>;
  readonly readHeads: (
    organizationId: string,
    events: readonly RecentEvent[],
  ) => Promise<ReadonlyMap<string, EventHead>>;
  readonly log: Pick<Logger, 'warn'>;
}

export interface TailWatcher {
  /** Told what was read, newest first; gives the events that it is to show. */
  choose(newest: readonly RecentEvent[]): readonly RecentEvent[];
  /** Told of all that were chosen, by whichever watcher. */
  show(heads: ReadonlyMap<string, EventHead>): void;
  /** Nothing more is told after a defect. */
  fail(): void;
}

export interface TailReadings {
  /** Tells the watcher of each reading, until what this gives is called. */
  follow(organizationId: string, watcher: TailWatcher): () => void;
}

const INTERVAL_MS = 1000;
/** How late an event may be stored and still be met. */
const WINDOW_MS = 15_000;
/** How far the clock of whoever accepted an event may be ahead. */
const AHEAD_MS = 60_000;
/** The most that one reading reads. */
export const READ_MOST = 1000;

export function createTailReadings({ read, readHeads, log }: TailReadingsDeps): TailReadings {
  const groups = new Map<string, Set<TailWatcher>>();

  async function round(organizationId: string, group: Set<TailWatcher>): Promise<void> {
    try {
      const nowMs = Date.now();
      const days = [...new Set([dayOf(nowMs - WINDOW_MS), dayOf(nowMs + AHEAD_MS)])];
      const fromMicros = (nowMs - WINDOW_MS) * 1000;
      // Whoever comes while this is under way has the next one.
      const watchers = [...group];
      const newest = await read({ organizationId, days, fromMicros, limit: READ_MOST });
      const chosen = new Map(
        watchers.flatMap((watcher) => watcher.choose(newest).map((event) => [event.id, event])),
      );
      const heads = chosen.size === 0 ? NONE : await readHeads(organizationId, [...chosen.values()]);
      for (const watcher of watchers) watcher.show(heads);
    } catch (error) {
      // Postgres is away or busy: the next round may succeed. Anything else is a defect, and the clients may come back.
      if (error instanceof ApiError) return;
      log.warn({ org_id: organizationId, problem: describeError(error) }, 'live.tail_failed');
      for (const watcher of [...group]) watcher.fail();
    }
  }

  function begin(organizationId: string): Set<TailWatcher> {
    const group = new Set<TailWatcher>();
    groups.set(organizationId, group);
    const next = async () => {
      if (group.size > 0) await round(organizationId, group);
      if (group.size > 0) schedule(INTERVAL_MS);
      else groups.delete(organizationId);
    };
    const schedule = (ms: number) => setTimeout(next, ms).unref();
    schedule(0);
    return group;
  }

  return {
    follow(organizationId, watcher) {
      const group = groups.get(organizationId) ?? begin(organizationId);
      group.add(watcher);
      return () => group.delete(watcher);
    },
  };
}

const NONE: ReadonlyMap<string, EventHead> = new Map();

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
