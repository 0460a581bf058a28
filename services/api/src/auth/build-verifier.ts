import type { Argon2id } from './argon2id.ts';
import { KeyCache } from './key-cache.ts';
import { createKeyLookUps, type KeyLookUps, type KeyLookUpsDeps } from './key-look-ups.ts';
import {
  createKeyVerifier,
  createVerifierCounts,
  type KeyVerifier,
  type VerifierCounts,
} from './key-verifier.ts';

// A request waits for it.
const LOOK_UP_TIMEOUT_MS = 1500;
// Less than the 5 s in which a request for an event is answered at the latest.
const WAIT_MS = 4000;

export interface VerifierOptions extends Pick<KeyLookUpsDeps, 'findKeys' | 'onAnswering'> {
  readonly argon2id: Pick<Argon2id, 'verify'>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly counts?: VerifierCounts;
  /** How many verified keys are kept, and how many others. */
  readonly cacheSize?: number;
  /** How long Postgres may take for one statement, in milliseconds. */
  readonly lookUpTimeoutMs?: number;
  /** How long a request waits for its key, in milliseconds. */
  readonly waitMs?: number;
}

export interface VerifierParts {
  readonly cache: KeyCache;
  readonly lookUps: KeyLookUps;
  readonly verifier: KeyVerifier;
}

/** A verifier with its memory and its way to Postgres. */
export function buildVerifier(options: VerifierOptions): VerifierParts {
  const { findKeys, onAnswering, argon2id, now, lookUpTimeoutMs = LOOK_UP_TIMEOUT_MS } = options;
  const { counts = createVerifierCounts(), waitMs = WAIT_MS } = options;
  const cache = new KeyCache(options.cacheSize);
  const lookUps = createKeyLookUps({ findKeys, cache, now, timeoutMs: lookUpTimeoutMs, onAnswering });
  return { cache, lookUps, verifier: createKeyVerifier({ cache, lookUps, argon2id, now, counts, waitMs }) };
}
