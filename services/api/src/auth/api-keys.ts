// The wiring of everything that knows of API keys, once a process.
import { findKeys } from '@hopline/postgres/keys/find-keys';
import { KEY_CHANGES_CHANNEL } from '@hopline/postgres/keys/key-changes';
import { writeKeyUses } from '@hopline/postgres/keys/write-key-uses';
import { createListener } from '@hopline/postgres/listener';
import type { Pool } from '@hopline/postgres/pool';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import type { Logger } from '@hopline/telemetry/logger';
import { buildVerifier } from './build-verifier.ts';
import { createKeyMaintenance } from './key-maintenance.ts';
import type { KeyVerifier } from './key-verifier.ts';
import { createSecretHasher, type SecretHasher } from './secret-hash.ts';

export interface ApiKeysOptions {
  readonly pool: Pool;
  /** Where notices of changes come from: a URL that leads to Postgres itself. */
  readonly listenUrl: string;
  readonly log: Logger;
}

export interface ApiKeys {
  readonly verifier: KeyVerifier;
  readonly hasher: SecretHasher;
  /** Started and stopped with the service; the pool must outlive it. */
  readonly maintenance: Component;
  /** For metrics: what is in memory and what waits, now. */
  readonly load: () => { verified: number; seen: number; hashesWaiting: number; statements: number };
}

export function createApiKeys({ pool, listenUrl, log }: ApiKeysOptions): ApiKeys {
  const now = () => performance.now();
  const hasher = createSecretHasher();
  const { cache, lookUps, verifier } = buildVerifier({
    findKeys: (ids) => findKeys(pool, ids),
    hasher,
    now,
    onAnswering: (answering, problem) =>
      answering
        ? log.info({}, 'key_look_up.recovered')
        : log.warn({ problem: describeError(problem) }, 'key_look_up.failed'),
  });
  const listener = createListener({
    databaseUrl: listenUrl,
    applicationName: 'hopline-api-listener',
    channel: KEY_CHANGES_CHANNEL,
    onNotice: (organizationId) => lookUps.organizationChanged(organizationId),
    onListening: () => {
      log.info({ channel: KEY_CHANGES_CHANNEL }, 'listener.connected');
      // Whatever changed while nobody listened.
      lookUps.checkAll();
    },
    onLost: (error, failures) => {
      if (failures === 1) log.warn({ problem: describeError(error) }, 'listener.lost');
    },
  });
  const writeUses = (uses: Parameters<typeof writeKeyUses>[1]) => writeKeyUses(pool, uses);
  return {
    verifier,
    hasher,
    maintenance: createKeyMaintenance({ cache, lookUps, verifier, listener, writeUses, now, log }),
    load: () => ({ ...cache.sizes, hashesWaiting: hasher.waiting(), statements: lookUps.statements() }),
  };
}
