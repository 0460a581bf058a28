// Keys that were stored as argon2id get the SHA-256 of their secret once that is known to be right: behind the requests,
// few at a time, and for all of it a row that is another meanwhile stays as it is. What is to be done stands in the cache;
// what fails is simply tried again.
import type { HashReplacement } from '@hopline/postgres/keys/replace-key-hashes';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import type { KeyCache } from './key-cache.ts';
import type { KeyLookUps } from './key-look-ups.ts';

export interface HashReplacingDeps {
  readonly cache: Pick<KeyCache, 'replaceable'>;
  readonly lookUps: Pick<KeyLookUps, 'answering' | 'check'>;
  /** Gives how many rows were changed. Rejects when Postgres does not answer. */
  readonly replace: (replacements: readonly HashReplacement[]) => Promise<number>;
  /** How long a process leaves the rows alone after its beginning, in milliseconds. */
  readonly afterMs: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export const REPLACE_EVERY_MS = 5_000;
/** Each change is a notice to all processes, upon which they look up the keys of an organization again. */
export const REPLACED_AT_ONCE = 100;

/** Gives what is to be done every few seconds. It never rejects. */
export function createHashReplacing(deps: HashReplacingDeps): () => Promise<void> {
  const { cache, lookUps, replace, afterMs, now, log } = deps;
  const startsAt = now() + afterMs;
  let underWay = false;
  let failing = false;

  async function replaceSome(): Promise<void> {
    const keys = cache.replaceable(REPLACED_AT_ONCE);
    if (keys.length === 0) return;
    try {
      const replaced = await replace(
        keys.map(({ id, row, hashed }) => ({ keyId: id, from: row.secretHash, to: hashed })),
      );
      failing = false;
      if (replaced > 0) log.info({ keys: replaced }, 'key_hashes.replaced');
      // Also those that another process has changed, should its notice not have come.
      lookUps.check(keys.map(({ id }) => id));
    } catch (error) {
      if (!failing) log.warn({ keys: keys.length, problem: describeError(error) }, 'key_hashes.not_replaced');
      failing = true;
    }
  }

  return async () => {
    if (underWay || now() < startsAt || !lookUps.answering()) return;
    underWay = true;
    await replaceSome();
    underWay = false;
  };
}
