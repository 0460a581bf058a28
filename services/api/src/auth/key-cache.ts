// Keys that were verified, found by a SHA-256 of the whole key: the memory of a process holds no secret that would work.
import { hash } from 'node:crypto';

/** On whose behalf a request is made. */
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

/** A key that was verified, and how that was learnt. */
export interface VerifiedKey {
  readonly caller: Caller;
  /** The row's hash when the key was verified: while the row has it, the key is still the right one. */
  readonly secretHash: string;
  /** When Postgres last said that the key is good. Milliseconds of a monotonic clock, as all times here. */
  checkedAt: number;
  /** When Postgres was last asked. */
  askedAt: number;
  /** Whether Postgres did not answer then. */
  unanswered: boolean;
}

/** What a cached key is found by. */
export function keyDigest(key: string): string {
  return hash('sha256', key, 'base64');
}

/** At most `capacity` keys; the one whose check is the oldest makes room. */
export class KeyCache {
  readonly #capacity: number;
  // A Map keeps the order of insertion, and every check inserts anew: keys in use are checked every few minutes.
  readonly #keys = new Map<string, VerifiedKey>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(digest: string): VerifiedKey | undefined {
    return this.#keys.get(digest);
  }

  put(digest: string, key: VerifiedKey): void {
    this.#keys.delete(digest);
    this.#keys.set(digest, key);
    if (this.#keys.size <= this.#capacity) return;
    const [oldest] = this.#keys.keys();
    if (oldest !== undefined) this.#keys.delete(oldest);
  }

  delete(digest: string): void {
    this.#keys.delete(digest);
  }
}
