// What goes on behind the requests: notices of changes, checks, cleaning, the times of last use, and new hashes.
import type { KeyUse } from '@hopline/postgres/keys/write-key-uses';
import type { Listener } from '@hopline/postgres/listener';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import { CACHE_MS, type KeyCache } from './key-cache.ts';
import type { KeyLookUps } from './key-look-ups.ts';
import { type KeyVerifier, OUTAGE_MS, REFUSED_MS } from './key-verifier.ts';
import { REPLACE_EVERY_MS } from './replace-hashes.ts';

export interface KeyMaintenanceDeps {
  readonly cache: KeyCache;
  readonly lookUps: KeyLookUps;
  readonly verifier: Pick<KeyVerifier, 'clean'>;
  readonly listener: Listener;
  readonly writeUses: (uses: readonly KeyUse[]) => Promise<void>;
  /** Never rejects. */
  readonly replaceHashes: () => Promise<void>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

export interface KeyMaintenance extends Component {
  /** Done every minute. */
  clean(): Promise<void>;
  /** Done every half minute. */
  checkUnheard(): void;
}

export const CLEAN_EVERY_MS = 60_000;
/** How old an answer may be of a key that no notice would come for. */
export const UNHEARD_MS = 30_000;
/** A key in use is asked for again before its time is over, so that no request waits for it. */
export const REFRESH_MS = CACHE_MS - 1.5 * CLEAN_EVERY_MS;

export function createKeyMaintenance(deps: KeyMaintenanceDeps): KeyMaintenance {
  const { cache, lookUps, verifier, listener, writeUses, replaceHashes, now, log } = deps;
  const timers: NodeJS.Timeout[] = [];
  let writtenAt = now();
  let stopped = false;

  function checkUnheard(): void {
    if (!listener.listening()) lookUps.checkAll();
  }

  async function clean(): Promise<void> {
    const at = now();
    lookUps.check(cache.dueIds(at - REFRESH_MS));
    // Nothing that is good can be replaced while Postgres does not answer.
    cache.clean(at - (lookUps.answering() ? CACHE_MS : OUTAGE_MS), at - REFUSED_MS);
    verifier.clean();
    await noteUses();
  }

  async function noteUses(): Promise<void> {
    if (!lookUps.answering()) return;
    const at = now();
    const uses = [...cache.takeUses(writtenAt)];
    if (uses.length === 0) return;
    try {
      await writeUses(uses.map(([keyId, usedAt]) => ({ keyId, secondsAgo: (at - usedAt) / 1000 })));
      writtenAt = at;
    } catch (error) {
      log.warn({ keys: uses.length, problem: describeError(error) }, 'key_uses.lost');
    }
  }

  return {
    name: 'keys',
    async start() {
      await listener.start();
      if (stopped || timers.length > 0) return;
      timers.push(
        setInterval(() => void clean(), CLEAN_EVERY_MS).unref(),
        setInterval(checkUnheard, UNHEARD_MS).unref(),
        setInterval(() => void replaceHashes(), REPLACE_EVERY_MS).unref(),
      );
    },
    async stop(deadline) {
      stopped = true;
      for (const timer of timers.splice(0)) clearInterval(timer);
      await listener.stop(deadline);
      await raceSignal(noteUses(), deadline).catch(() => {});
      lookUps.stop();
    },
    clean,
    checkUnheard,
  };
}
