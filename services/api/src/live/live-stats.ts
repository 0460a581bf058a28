// What the organizations that somebody looks at are doing: one round of readings for all of them every two seconds, however many
// streams there are, and none while nobody looks.
import type { TroubledEndpoint } from '@hopline/postgres/endpoints/find-troubled';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import { StreamsBusyError } from '../console-errors.ts';
import { type LiveFigures, LiveRates } from './live-rates.ts';
import type { LiveReadings } from './live-readings.ts';

export interface Stats {
  /** When they were read. */
  readonly at: Date;
  /** Undefined: not known yet, or no longer. */
  readonly figures: LiveFigures | undefined;
  readonly troubled: readonly TroubledEndpoint[];
}

export interface LiveStats {
  /**
   * Tells of the organization's figures, every time that they are read, until what this gives is called; and once when they
   * can be read no longer.
   */
  follow(organizationId: string, onStats: (stats: Stats) => void): () => void;
  /**
   * What is known now. Who asks again within half a minute, of the same process, learns more.
   * @throws {StreamsBusyError} when too many organizations ask. Who follows never waits for them
   * @throws what Postgres throws
   */
  ask(organizationId: string): Promise<Stats>;
  stop(): void;
}

interface Followed {
  rates: LiveRates;
  /** Whether every process has been told; too many others may be looked at. */
  isWatched: boolean;
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
/** Organizations that ask and that no stream follows: of streams there are no more than a process has. */
const MAX_ASKING = 1000;
/** How many are read by one statement: what it brings is worked off in one turn of the event loop. */
const READ_AT_ONCE = 250;
/** What is older was read before Postgres went away. */
const FRESH_MS = 3 * INTERVAL_MS;

export function createLiveStats({
  readings,
  log,
  now = () => performance.now(),
}: {
  readonly readings: LiveReadings;
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
      own = {
        ...{ rates: new LiveRates(), isWatched: false, listeners: new Set<(stats: Stats) => void>() },
        ...{ askedUntil: 0, watchAt: 0, latest: undefined },
      };
      followed.set(organizationId, own);
    }
    return own;
  }

  function isRoomToAsk(): boolean {
    if (followed.size < MAX_ASKING) return true;
    let asking = 0;
    for (const { listeners } of followed.values()) if (listeners.size === 0) asking += 1;
    return asking < MAX_ASKING;
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
      const watched = await readings.watch(due, WATCH_MS);
      for (const id of due) {
        const own = followed.get(id);
        if (!own) continue;
        own.watchAt = now() + RENEW_MS;
        own.isWatched = watched.has(id);
      }
    }
    for (let i = 0; i < ids.length; i += READ_AT_ONCE) await readSome(ids.slice(i, i + READ_AT_ONCE));
    await clean();
  }

  async function readSome(ids: readonly string[]): Promise<void> {
    const counts = Map.groupBy(await readings.counts(ids), ({ organizationId }) => organizationId);
    const troubled = Map.groupBy(await readings.troubled(ids), ({ organizationId }) => organizationId);
    const at = new Date();
    for (const id of ids) {
      const own = followed.get(id);
      if (!own) continue;
      // What nobody writes must not look like nothing.
      if (own.isWatched) own.rates.read(counts.get(id) ?? [], now());
      else own.rates = new LiveRates();
      own.latest = { at, figures: own.rates.figures(), troubled: troubled.get(id) ?? [] };
      for (const tell of own.listeners) tell(own.latest);
    }
  }

  async function clean(): Promise<void> {
    if (now() < cleanAt) return;
    cleanAt = now() + CLEAN_MS;
    // Old rows take room, and are read by nobody. Whether Postgres is away the next reading tells.
    await readings.deleteOld(OLD_MS).catch(() => {});
  }

  /** What was read last is not true any more, and would stay on the screens. */
  function forget(): void {
    const at = new Date();
    for (const own of followed.values()) {
      const last = own.latest;
      own.latest = undefined;
      if (last) for (const tell of own.listeners) tell({ ...last, at, figures: undefined });
    }
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
      forget();
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
      if (own.latest && isFresh(own.latest)) onStats(own.latest);
      schedule(0);
      return () => own.listeners.delete(onStats);
    },
    async ask(organizationId) {
      if (!followed.has(organizationId) && !isRoomToAsk()) throw new StreamsBusyError();
      const own = followedOf(organizationId);
      own.askedUntil = now() + ASKED_MS;
      // Also when the reading fails: the next round lets those go who ask no more.
      schedule(INTERVAL_MS);
      // A reading that is under way may have begun without this organization.
      if (!isFresh(own.latest)) await reading?.catch(() => {});
      if (!isFresh(own.latest)) await readNow();
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
