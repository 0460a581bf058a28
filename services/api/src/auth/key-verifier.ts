// Who a key belongs to. Ingest goes on while Postgres is away: a key that was verified before stays good for a while.
import { raceSignal } from '@hopline/runtime/wait';
import { AuthUnavailableError } from '../errors.ts';
import { parseApiKey } from './api-key.ts';
import { type Caller, KeyCache, keyDigest, type VerifiedKey } from './key-cache.ts';
import { secretCheck, verifySecret } from './secret-hash.ts';

/** A key's row, with what its organization may do. */
export interface StoredKey extends Omit<Caller, 'keyId'> {
  readonly id: string;
  readonly secretHash: string;
  readonly secretCheck: number;
  readonly revoked: boolean;
}

export interface KeyVerifierDeps {
  /** Looks a key up by its id. Rejects when Postgres does not answer. */
  readonly findKey: (keyId: string) => Promise<StoredKey | undefined>;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
  readonly cacheSize?: number;
  /** How long Postgres may take for one look-up, in milliseconds. */
  readonly lookUpTimeoutMs?: number;
  /** How long a request waits for its key to be verified, in milliseconds. The verification itself goes on. */
  readonly waitTimeoutMs?: number;
}

export interface KeyVerifier {
  /**
   * Who the key belongs to, or undefined when it is not valid. At once for a cached key, else as a promise.
   * @throws {AuthUnavailableError} (the promise) when the key cannot be checked now
   */
  verify(key: string): Caller | Promise<Caller | undefined>;
}

/** How long a verified key is good without asking again. */
export const CACHE_MS = 5 * 60_000;
/** A key that is in use is asked for again before that, behind the requests, so that none of them waits for it. */
export const REFRESH_MS = 4 * 60_000;
/** How long a verified key is good while Postgres does not answer. */
export const OUTAGE_MS = 60 * 60_000;
/** How often Postgres is asked about one key while it does not answer. */
export const ASK_AGAIN_MS = 5_000;

export function createKeyVerifier(deps: KeyVerifierDeps): KeyVerifier {
  const { findKey, now = () => performance.now(), lookUpTimeoutMs = 2_000, waitTimeoutMs = 3_000 } = deps;
  const cache = new KeyCache(deps.cacheSize ?? 10_000);
  // One look-up and one argon2id for a key, however many requests come with it at once.
  const underWay = new Map<string, Promise<Caller | undefined>>();

  function verify(key: string): Caller | Promise<Caller | undefined> {
    const digest = keyDigest(key);
    const known = cache.get(digest);
    if (known) {
      const age = now() - known.checkedAt;
      if (age < REFRESH_MS) return known.caller;
      if (now() - known.askedAt >= ASK_AGAIN_MS) once(digest, () => recheck(digest, known)).catch(() => {});
      if (age < (known.unanswered ? OUTAGE_MS : CACHE_MS)) return known.caller;
    }
    return raceSignal(
      once(digest, () => (known ? recheck(digest, known) : verifyAnew(key, digest))),
      AbortSignal.timeout(waitTimeoutMs),
    ).catch(throwUnavailable);
  }

  function once(digest: string, task: () => Promise<Caller | undefined>): Promise<Caller | undefined> {
    const running = underWay.get(digest);
    if (running) return running;
    const started = task().finally(() => underWay.delete(digest));
    underWay.set(digest, started);
    return started;
  }

  async function verifyAnew(key: string, digest: string): Promise<Caller | undefined> {
    const parsed = parseApiKey(key);
    if (!parsed) return undefined;
    const askedAt = now();
    const stored = await lookUp(parsed.id);
    if (!stored || stored.revoked || stored.secretCheck !== secretCheck(parsed.secret)) return undefined;
    if (!(await verifySecret(parsed.secret, stored.secretHash))) return undefined;
    const { id: keyId, organizationId, scopes, tier, rateLimit, partitionSpread, secretHash } = stored;
    const caller = { keyId, organizationId, scopes, tier, rateLimit, partitionSpread };
    cache.put(digest, { caller, secretHash, checkedAt: askedAt, askedAt, unanswered: false });
    return caller;
  }

  /** Asks whether a key that was verified is still good: only the row can have changed, so argon2id is not needed. */
  async function recheck(digest: string, known: VerifiedKey): Promise<Caller | undefined> {
    known.askedAt = now();
    let stored: StoredKey | undefined;
    try {
      stored = await lookUp(known.caller.keyId);
    } catch (error) {
      known.unanswered = true;
      if (now() - known.checkedAt < OUTAGE_MS) return known.caller;
      throw error;
    }
    if (!stored || stored.revoked || stored.secretHash !== known.secretHash) {
      cache.delete(digest);
      return undefined;
    }
    known.checkedAt = known.askedAt;
    known.unanswered = false;
    cache.put(digest, known);
    return known.caller;
  }

  function lookUp(keyId: string): Promise<StoredKey | undefined> {
    return raceSignal(findKey(keyId), AbortSignal.timeout(lookUpTimeoutMs)).catch(throwUnavailable);
  }

  return { verify };
}

function throwUnavailable(error: unknown): never {
  throw error instanceof AuthUnavailableError ? error : new AuthUnavailableError(error);
}
