// Who a key belongs to. The usual request is answered from memory with one SHA-256; what is surely wrong is refused from
// memory too. Ingest goes on while Postgres is away: a key that was verified before stays good for a while.
import { Counter } from '@hopline/telemetry/metrics/counter';
import { AuthUnavailableError } from '../errors.ts';
import { type ApiKey, KEY_LENGTH, keyIdIn, parseApiKey } from './api-key.ts';
import type { Argon2id } from './argon2id.ts';
import { BoundedMap } from './bounded-map.ts';
import {
  type Caller,
  isGood,
  type KeyCache,
  type KnownKey,
  keyDigest,
  type VerifiedKey,
} from './key-cache.ts';
import type { KeyLookUps } from './key-look-ups.ts';
import { hashSecret, judgeSecret, type SecretVerdict } from './secret-hash.ts';

export interface KeyVerifierDeps {
  readonly cache: KeyCache;
  readonly lookUps: Pick<KeyLookUps, 'find' | 'answering'>;
  readonly argon2id: Pick<Argon2id, 'verify'>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly counts: VerifierCounts;
  /** How long a request waits for its key, in milliseconds. What it waits for goes on without it. */
  readonly waitMs: number;
}

/** What became of the keys that came, counted since the start. */
export interface VerifierCounts {
  /** Found in memory and good. */
  readonly hits: Counter;
  /** Refused from memory: no look-up, no hash. */
  readonly refusals: Counter;
  /** Postgres had to be asked. */
  readonly misses: Counter;
  /** Of these, how many secrets argon2id was computed of. */
  readonly hashes: Counter;
}

export interface KeyVerifier {
  /**
   * Who the key belongs to, or undefined when it is not valid. At once for what is in memory, else as a promise.
   * @throws {AuthUnavailableError} (the promise) when the key cannot be checked now
   */
  verify(key: string): Caller | undefined | Promise<Caller | undefined>;
  /** How long a key that was just verified lasts, in milliseconds; Infinity when it has no end. */
  lastsFor(key: string): number;
  /** Lets refusals go that are not remembered any longer. */
  clean(): void;
}

/** How long a verified key is good while Postgres does not answer. */
export const OUTAGE_MS = 60 * 60_000;
/** How long a wrong secret is known to be wrong, and a revoked key to be revoked, without asking again. */
export const REFUSED_MS = 60_000;
/** How long an id is known to be nobody's. Short: a standby that is promoted may lack the newest keys for a moment. */
export const UNKNOWN_MS = 2_000;
const MAX_WRONG = 10_000;
/**
 * Of one id, how many secrets argon2id is computed of, or wait for it. Whoever has a key can search for wrong secrets that begin with the
 * same 32 bits, and must not fill the queue with them.
 */
export const HASHES_OF_ID = 2;

/** Counters that no metric shows. */
export function createVerifierCounts(): VerifierCounts {
  return { hits: new Counter(), refusals: new Counter(), misses: new Counter(), hashes: new Counter() };
}

export function createKeyVerifier(deps: KeyVerifierDeps): KeyVerifier {
  const { cache, lookUps, argon2id, now, counts, waitMs } = deps;
  // Secrets that passed the 32-bit check and that argon2id has refused, by the digest of the whole key: until when.
  const wrong = new BoundedMap<string, number>(MAX_WRONG);
  // One look-up, and one argon2id where it takes that, for a key, however many requests come with it at once.
  const underWay = new Map<string, Promise<Caller | undefined>>();
  // How many secrets argon2id is computed of, by id.
  const hashing = new Map<string, number>();

  function verify(key: string): Caller | undefined | Promise<Caller | undefined> {
    if (key.length !== KEY_LENGTH) return refuse();
    const known = cache.verified(keyIdIn(key));
    const digest = keyDigest(key);
    if (known === undefined || known.digest !== digest) return verifyOther(key, digest);
    const at = now();
    if (at >= known.goodUntil) return verifyAgain(known, key, at);
    known.usedAt = at;
    counts.hits.inc();
    return known.caller;
  }

  function refuse(): undefined {
    counts.refusals.inc();
  }

  /** A key that is not in memory, perhaps because it is a bad one. */
  function verifyOther(key: string, digest: string): undefined | Promise<Caller | undefined> {
    const parsed = parseApiKey(key);
    if (!parsed) return refuse();
    const at = now();
    const known = cache.known(parsed.id);
    if (known && isFresh(known, at) && judge(known, parsed, digest, at) === 'wrong') return refuse();
    counts.misses.inc();
    return once(digest, () => verifyAnew(parsed, digest));
  }

  /** Whether what was learnt of an id is still to be relied on when it refuses a key. */
  function isFresh(known: KnownKey, at: number): boolean {
    // What is verified is checked again whenever it changes.
    if (cache.verified(known.id) === known) return true;
    return at - known.readAt < (known.row ? REFUSED_MS : UNKNOWN_MS);
  }

  /** What is known of a key without argon2id. */
  function judge(known: KnownKey, { secret }: ApiKey, digest: string, at: number): SecretVerdict {
    if (!isGood(known, at)) return 'wrong';
    const verdict = judgeSecret(secret, known.row);
    if (verdict !== 'unsure') return verdict;
    return (wrong.get(digest) ?? Number.NEGATIVE_INFINITY) > at ? 'wrong' : 'unsure';
  }

  async function verifyAnew(parsed: ApiKey, digest: string): Promise<Caller | undefined> {
    const { id, secret } = parsed;
    let known = await lookUps.find(id);
    let verdict = judge(known, parsed, digest, now());
    if (verdict === 'unsure' && known.row) {
      const { secretHash } = known.row;
      if (!(await verifySlowly(id, secret, secretHash))) {
        wrong.set(digest, now() + REFUSED_MS);
        return undefined;
      }
      // While it waited and was hashed, the key may have been revoked: what was learnt last counts. Or another process
      // has put a SHA-256 in its place, which is of the same secret or not.
      known = cache.known(id) ?? (await lookUps.find(id));
      verdict = known.row?.secretHash === secretHash ? 'right' : judge(known, parsed, digest, now());
    }
    const at = now();
    if (verdict !== 'right' || !isGood(known, at)) return undefined;
    return cache.admit(known, { digest, hashed: hashSecret(secret) }, at).caller;
  }

  /** By argon2id, which is bounded: in all, and for each id. */
  async function verifySlowly(id: string, secret: string, secretHash: string): Promise<boolean> {
    const others = hashing.get(id) ?? 0;
    if (others >= HASHES_OF_ID)
      throw new AuthUnavailableError(new Error(`${others} secrets of a key are hashed`));
    hashing.set(id, others + 1);
    counts.hashes.inc();
    try {
      return await argon2id.verify(secret, secretHash);
    } finally {
      const left = (hashing.get(id) ?? 1) - 1;
      if (left === 0) hashing.delete(id);
      else hashing.set(id, left);
    }
  }

  /** A verified key that was not checked for long, or that has expired. */
  function verifyAgain(
    known: VerifiedKey,
    key: string,
    at: number,
  ): Caller | undefined | Promise<Caller | undefined> {
    if (at >= known.expiresAt) return refuse();
    known.usedAt = at;
    // No request waits for a Postgres that does not answer; look-ups go on behind them until it does.
    if (!lookUps.answering() && at - known.readAt < OUTAGE_MS) {
      counts.hits.inc();
      return known.caller;
    }
    counts.misses.inc();
    return once(known.digest, () => checkAgain(known, key));
  }

  /** Only the row can have changed, so the secret is verified only where its hash is another one. */
  async function checkAgain(known: VerifiedKey, key: string): Promise<Caller | undefined> {
    try {
      await lookUps.find(known.id);
    } catch (error) {
      const at = now();
      if (cache.verified(known.id) === known && at - known.readAt < OUTAGE_MS && at < known.expiresAt) {
        return known.caller;
      }
      throw error;
    }
    const verified = cache.verified(known.id);
    if (verified) return verified.caller;
    // Let go: the row is not good any more, or has a hash that is perhaps of the same secret, such as argon2id again after a
    // standby was promoted.
    const parsed = parseApiKey(key);
    return parsed && verifyAnew(parsed, known.digest);
  }

  function once(digest: string, task: () => Promise<Caller | undefined>): Promise<Caller | undefined> {
    let running = underWay.get(digest);
    if (!running) {
      running = task().finally(() => underWay.delete(digest));
      underWay.set(digest, running);
    }
    return withinWait(running);
  }

  // Many keys of releases before wait for argon2id when they are new at once; a request that has waited enough finds its key
  // known when it comes again.
  function withinWait(answer: Promise<Caller | undefined>): Promise<Caller | undefined> {
    return new Promise((resolve, reject) => {
      const tooLate = () => reject(new AuthUnavailableError(new Error(`not verified within ${waitMs} ms`)));
      const timer = setTimeout(tooLate, waitMs);
      answer.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  function lastsFor(key: string): number {
    const known = cache.verified(keyIdIn(key));
    return known ? Math.max(0, known.expiresAt - now()) : Number.POSITIVE_INFINITY;
  }

  return {
    verify,
    lastsFor,
    clean: () => wrong.keepIf((until) => until > now()),
  };
}
