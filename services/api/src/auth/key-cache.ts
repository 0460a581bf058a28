// What a process knows of keys. Two memories, so that a flood of bad keys never pushes out a good one; both by key id,
// which is no secret. Of a secret only a SHA-256 of the whole key is kept: this memory holds nothing that would work.
import { hash } from 'node:crypto';
import type { StoredKey } from '@hopline/postgres/keys/find-keys';
import { BoundedMap } from './bounded-map.ts';

/** On whose behalf a request is made. Another object as soon as anything in it is another. */
export interface Caller {
  readonly keyId: string;
  readonly organizationId: string;
  readonly scopes: readonly string[];
  readonly tier: 'free' | 'pro' | 'enterprise';
  /** Requests a minute; null: what the tier has. */
  readonly rateLimit: number | null;
  /** Over how many partitions events without an ordering key are spread. */
  readonly partitionSpread: number;
}

/** A key id and what Postgres last said of it. All times are milliseconds of a monotonic clock. */
export interface KnownKey {
  readonly id: string;
  /** Undefined: there is no such key. */
  readonly row: StoredKey | undefined;
  /** When Postgres was asked. */
  readonly readAt: number;
  /** When the key ends; Infinity when it does not. */
  readonly expiresAt: number;
}

/** A key whose secret is known to be right. */
export interface VerifiedKey {
  readonly id: string;
  /** SHA-256 of the whole key. */
  readonly digest: string;
  /** Its secret as it is stored now. The row may have argon2id still. */
  readonly hashed: string;
  row: StoredKey;
  caller: Caller;
  readAt: number;
  expiresAt: number;
  /** Until when it is good without a further look. */
  goodUntil: number;
  /** When a request last came with it. */
  usedAt: number;
}

/** How long a verified key is good without asking again. */
export const CACHE_MS = 5 * 60_000;

/** What a verified key is recognized by. */
export function keyDigest(key: string): string {
  return hash('sha256', key, 'hex');
}

/** Whether the row was one of a good key when it was read. */
export function isGood(known: KnownKey, now: number): known is KnownKey & { row: StoredKey } {
  return known.row !== undefined && !known.row.revoked && now < known.expiresAt;
}

export class KeyCache {
  readonly #verified: BoundedMap<string, VerifiedKey>;
  readonly #seen: BoundedMap<string, KnownKey>;
  // When keys were last used that are not kept any more.
  readonly #usedAndGone = new Map<string, number>();

  constructor(capacity = 20_000) {
    this.#verified = new BoundedMap(capacity);
    this.#seen = new BoundedMap(capacity);
  }

  /** The key with this id whose secret is known to be right. */
  verified(id: string): VerifiedKey | undefined {
    return this.#verified.get(id);
  }

  /** What was lately learnt of an id, whatever the secret; perhaps a while ago. */
  known(id: string): KnownKey | undefined {
    return this.#verified.get(id) ?? this.#seen.get(id);
  }

  /**
   * Notes what Postgres said. A verified key stays so while its row has a hash of the same secret, the one that it had or
   * the SHA-256 that a process has put in its place: the secret need not be verified again.
   */
  learn(id: string, row: StoredKey | undefined, readAt: number, now: number): KnownKey {
    const left = row?.expiresInMs ?? null;
    const known = { id, row, readAt, expiresAt: left === null ? Number.POSITIVE_INFINITY : readAt + left };
    const verified = this.#verified.get(id);
    if (verified) {
      if (isGood(known, now) && isOfSameSecret(known.row, verified)) {
        verified.row = known.row;
        verified.caller = sameCaller(verified.caller, known.row) ?? callerOf(known.row);
        verified.readAt = readAt;
        verified.expiresAt = known.expiresAt;
        verified.goodUntil = Math.min(readAt + CACHE_MS, known.expiresAt);
        this.#keep(verified);
        return verified;
      }
      this.#letGo(verified);
    }
    this.#seen.set(id, known);
    return known;
  }

  /** Notes that the secret of a good key is the right one. */
  admit(
    known: KnownKey & { row: StoredKey },
    secret: Pick<VerifiedKey, 'digest' | 'hashed'>,
    usedAt: number,
  ): VerifiedKey {
    const { id, row, readAt, expiresAt } = known;
    const goodUntil = Math.min(readAt + CACHE_MS, expiresAt);
    const verified = { id, ...secret, row, caller: callerOf(row), readAt, expiresAt, goodUntil, usedAt };
    this.#seen.delete(id);
    this.#keep(verified);
    return verified;
  }

  /** At most `limit` verified keys whose rows have argon2id still. */
  replaceable(limit: number): VerifiedKey[] {
    const keys: VerifiedKey[] = [];
    for (const key of this.#verified.values()) {
      if (keys.length === limit) break;
      if (key.row.secretHash !== key.hashed) keys.push(key);
    }
    return keys;
  }

  /** The ids of keys that may be good: those of one of the organizations, or all. */
  goodIds(organizations?: ReadonlySet<string>): string[] {
    const ids: string[] = [];
    for (const keys of [this.#verified.values(), this.#seen.values()]) {
      for (const { id, row } of keys) {
        if (row && !row.revoked && (organizations?.has(row.organizationId) ?? true)) ids.push(id);
      }
    }
    return ids;
  }

  /** The ids of verified keys that were read before `readBefore` and used since. */
  dueIds(readBefore: number): string[] {
    const ids: string[] = [];
    for (const { id, readAt, usedAt } of this.#verified.values()) {
      if (readAt < readBefore && usedAt > readAt) ids.push(id);
    }
    return ids;
  }

  /** Lets go the verified keys that were last used before `usedBefore`, and all else that was read before `readBefore`. */
  clean(usedBefore: number, readBefore: number): void {
    for (const key of this.#verified.values()) if (key.usedAt < usedBefore) this.#letGo(key);
    this.#seen.keepIf(({ readAt }) => readAt >= readBefore);
  }

  /** Which keys were used since `since`, and when last. Those that are not kept any more are told of once. */
  takeUses(since: number): Map<string, number> {
    const uses = new Map(this.#usedAndGone);
    this.#usedAndGone.clear();
    for (const { id, usedAt } of this.#verified.values()) if (usedAt >= since) uses.set(id, usedAt);
    return uses;
  }

  get sizes(): { verified: number; seen: number } {
    return { verified: this.#verified.size, seen: this.#seen.size };
  }

  #keep(key: VerifiedKey): void {
    const oldest = this.#verified.set(key.id, key);
    if (oldest) this.#usedAndGone.set(oldest.id, oldest.usedAt);
  }

  #letGo({ id, usedAt }: VerifiedKey): void {
    this.#verified.delete(id);
    this.#usedAndGone.set(id, usedAt);
  }
}

function isOfSameSecret({ secretHash }: StoredKey, { row, hashed }: VerifiedKey): boolean {
  return secretHash === row.secretHash || secretHash === hashed;
}

function callerOf({ id, organizationId, scopes, tier, rateLimit, partitionSpread }: StoredKey): Caller {
  return { keyId: id, organizationId, scopes, tier, rateLimit, partitionSpread };
}

/** The caller, when the row says the same of it. */
function sameCaller(caller: Caller, row: StoredKey): Caller | undefined {
  const same =
    caller.organizationId === row.organizationId &&
    caller.tier === row.tier &&
    caller.rateLimit === row.rateLimit &&
    caller.partitionSpread === row.partitionSpread &&
    caller.scopes.length === row.scopes.length &&
    caller.scopes.every((scope, i) => scope === row.scopes[i]);
  return same ? caller : undefined;
}
