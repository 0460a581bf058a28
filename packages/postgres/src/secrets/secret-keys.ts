// The check of SECRET_KEYS as a part of a process.
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError, HoplineError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { SecretKey } from '@hopline/wire/secret-box';
import type { Queryable } from '../pool.ts';
import { checkSecretKeys } from './check-secret-keys.ts';
import { registerSecretKey } from './register-secret-key.ts';

const BACKOFF = { initialMs: 200, maxMs: 5000 };
/** A Postgres that is away must not keep a process from coming up; the check then goes on behind it. */
const MAX_WAIT_MS = 3000;

export interface SecretKeysDeps {
  readonly db: Queryable;
  readonly keys: readonly SecretKey[];
  /** Whether this process seals: then the first key is registered. */
  readonly seals: boolean;
  readonly log: Pick<Logger, 'warn'>;
}

export interface SecretKeys extends Component {
  readonly failed: Promise<never>;
}

/**
 * Its `start` rejects when a key is missing or wrong; when that turns out later, because Postgres was away, `failed`
 * does. Until then nothing can go out with a wrong signature either: what is sealed opens with the right key alone.
 */
export function createSecretKeys({ db, keys, seals, log }: SecretKeysDeps): SecretKeys {
  const stopping = new AbortController();
  let started: Promise<void> | undefined;
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => {});

  async function check(): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      try {
        await checkSecretKeys(db, keys);
        if (seals && keys[0]) await registerSecretKey(db, keys[0]);
        return;
      } catch (error) {
        if (error instanceof HoplineError) throw error;
        if (stopping.signal.aborted) return;
        const retry_ms = backoffDelay(BACKOFF, failures);
        log.warn({ problem: describeError(error), retry_ms }, 'secret_keys.not_checked');
        await sleep(retry_ms, stopping.signal).catch(() => {});
        if (stopping.signal.aborted) return;
      }
    }
  }

  async function start(): Promise<void> {
    const checked = check();
    checked.catch(fail);
    const waited = new AbortController();
    const late = sleep(MAX_WAIT_MS, waited.signal).catch(() => {});
    await Promise.race([checked, late]).finally(() => waited.abort());
  }

  return {
    name: 'secret keys',
    failed,
    start() {
      started ??= start();
      return started;
    },
    async stop() {
      stopping.abort();
    },
  };
}
