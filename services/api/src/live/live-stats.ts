// What the organizations that somebody looks at are doing: one reading for all of them every two seconds, however many streams
// there are, and none while nobody looks.
import { findTroubledEndpoints, type TroubledEndpoint } from '@hopline/postgres/endpoints/find-troubled';
import { deleteOldLive } from '@hopline/postgres/live/delete-old-live';
import { readLiveCounts } from '@hopline/postgres/live/read-live-counts';
import { watchOrganizations } from '@hopline/postgres/live/watch-organizations';
import type { Queryable } from '@hopline/postgres/pool';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import { StreamsBusyError } from '../console-errors.ts';
import { type LiveFigures, LiveRates } from './live-rates.ts';

export interface Stats {
  /** When they were read. */
  readonly at: Date;
  /** Undefined: not known yet. */
  readonly figures: LiveFigures | undefined;
  readonly troubled: readonly TroubledEndpoint[];
}

export interface LiveStats {
  /**
   * Tells of the organization's figures, every time that they are read, until what this gives is called.
   * @throws {StreamsBusyError} when too many organizations are followed
   */
  follow(organizationId: string, onStats: (stats: Stats) => void): () => void;
  /**
   * What is known now. Who asks again within half a minute, of the same process, learns more.
   * @throws {StreamsBusyError} as follow does
   * @throws what Postgres throws
   */
  ask(organizationId: string): Promise<Stats>;
  stop(): void;
}

interface Followed {
  readonly rates: LiveRates;
  readonly listeners: Set<(stats: Stats) => void>;
  /** Who asked once may ask again until then. */
  askedUntil: number;
  /** When every process is to be told again that somebody looks. */
  watchAt: number;
  latest: Stats | undefined;
}

const INTERVAL_MS = 2000;
const RENEW_MS = 10_000;
/** A process that hangs for a moment does not end the watch of its streams. */
const WATCH_MS = 30_000;
const ASKED_MS = 30_000;
const CLEAN_MS = 60_000;
const OLD_MS = 5 * 60_000;
const MAX_FOLLOWED = 1000;
/** What is older was read before Postgres went away. */
const FRESH_MS = 3 * INTERVAL_MS;

export function createLiveStats({
  db,
  log,
  now = () => performance.now(),
}: {
  readonly db: Queryable;
  readonly log: Pick<Logger, 'warn' | 'info'>;
  readonly now?: () => number;
}): LiveStats {
  const followed = new Map<string, Followed>();
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> | undefined;
  let cleanAt = 0;
  let failures = 0;
  let stopped = false;

  function followedOf(organizationId: string): Followed {
    let own = followed.get(organizationId);
    if (!own) {
      if (followed.size >= MAX_FOLLOWED) throw new StreamsBusyError();
      own = {
        ...{ rates: new LiveRates(), listeners: new Set<(stats: Stats) => void>() },
        ...{ askedUntil: 0, watchAt: 0, latest: undefined },
      };
      followed.set(organizationId, own);
    }
    return own;
  }

  /** Readings follow each other: one that comes late would look as if counters had gone back. */
  function readNow(): Promise<void> {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function read(): Promise<void> {
    const ids = [...followed.keys()];
    const due = ids.filter((id) => (followed.get(id)?.watchAt ?? 0) <= now());
    if (due.length > 0) {
      await watchOrganizations(db, due, WATCH_MS);
      for (const id of due) {
        const own = followed.get(id);
        if (own) own.watchAt = now() + RENEW_MS;
      }
    }
    const counts = Map.groupBy(await readLiveCounts(db, ids), ({ organizationId }) => organizationId);
    const troubled = Map.groupBy(
      await findTroubledEndpoints(db, ids),
      ({ organizationId }) => organizationId,
    );
    const at = new Date();
    for (const id of ids) {
      const own = followed.get(id);
      if (!own) continue;
      own.rates.read(counts.get(id) ?? [], now());
      own.latest = { at, figures: own.rates.figures(), troubled: troubled.get(id) ?? [] };
      for (const tell of own.listeners) tell(own.latest);
    }
    await clean();
  }

  async function clean(): Promise<void> {
    if (now() < cleanAt) return;
    cleanAt = now() + CLEAN_MS;
    await deleteOldLive(db, OLD_MS);
  }

  function schedule(ms: number): void {
    if (stopped || timer) return;
    timer = setTimeout(round, ms);
    timer.unref();
  }

  async function round(): Promise<void> {
    try {
      await readNow();
      if (failures > 0) log.info({ failures }, 'live.reading_resumed');
      failures = 0;
    } catch (error) {
      if (failures === 0) log.warn({ problem: describeError(error) }, 'live.reading_lost');
      failures += 1;
    }
    for (const [id, { listeners, askedUntil }] of followed)
      if (listeners.size === 0 && askedUntil <= now()) followed.delete(id);
    timer = undefined;
    if (followed.size > 0) schedule(INTERVAL_MS);
  }

  return {
    follow(organizationId, onStats) {
      const own = followedOf(organizationId);
      own.listeners.add(onStats);
      if (own.latest) onStats(own.latest);
      schedule(0);
      return () => own.listeners.delete(onStats);
    },
    async ask(organizationId) {
      const own = followedOf(organizationId);
      own.askedUntil = now() + ASKED_MS;
      // A reading that is under way may have begun without this organization.
      if (!isFresh(own.latest)) await reading?.catch(() => {});
      if (!isFresh(own.latest)) await readNow();
      schedule(INTERVAL_MS);
      if (!own.latest) throw new Error('an organization was read and has no figures');
      return own.latest;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function isFresh(stats: Stats | undefined): boolean {
  return stats !== undefined && Date.now() - stats.at.getTime() < FRESH_MS;
}
