// The wiring of everything that knows of API keys, once a process.
import { findKeys } from '@hopline/postgres/keys/find-keys';
import { KEY_CHANGES_CHANNEL } from '@hopline/postgres/keys/key-changes';
import { writeKeyUses } from '@hopline/postgres/keys/write-key-uses';
import { createListener } from '@hopline/postgres/listener';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import type { Logger } from '@hopline/telemetry/logger';
import { Counter } from '@hopline/telemetry/metrics/counter';
import type { IngestMetrics } from '@hopline/telemetry/metrics/ingest';
import type { Pools } from '../pools.ts';
import { buildVerifier } from './build-verifier.ts';
import { createKeyMaintenance } from './key-maintenance.ts';
import type { KeyVerifier } from './key-verifier.ts';
import { createSecretHasher, type SecretHasher } from './secret-hash.ts';

export interface ApiKeysOptions {
  readonly pools: Pick<Pools, 'control' | 'ingest'>;
  /** Where notices of changes come from: a URL that leads to Postgres itself. */
  readonly listenUrl: string;
  readonly log: Logger;
  readonly metrics: Pick<IngestMetrics, 'cacheLookups'>;
}

export interface KeyLoad {
  /** Keys in memory whose secret is known to be right, and other ids. */
  readonly verified: number;
  readonly seen: number;
  /** Secrets that wait for argon2id, and how many it was computed of since the start. */
  readonly hashesWaiting: number;
  readonly hashes: number;
  /** Statements about keys since the start. */
  readonly statements: number;
}

export interface ApiKeys {
  readonly verifier: KeyVerifier;
  readonly hasher: SecretHasher;
  /** Started and stopped with the service; the pools must outlive it. */
  readonly maintenance: Component;
  /** For metrics: what is in memory and what waits, now. */
  readonly load: () => KeyLoad;
}

export function createApiKeys({ pools, listenUrl, log, metrics }: ApiKeysOptions): ApiKeys {
  const now = () => performance.now();
  const hasher = createSecretHasher();
  const hashes = new Counter();
  const { cache, lookUps, verifier } = buildVerifier({
    findKeys: (ids) => findKeys(pools.ingest, ids),
    hasher,
    now,
    counts: {
      hits: metrics.cacheLookups.of({ cache: 'keys', result: 'hit' }),
      misses: metrics.cacheLookups.of({ cache: 'keys', result: 'miss' }),
      refusals: metrics.cacheLookups.of({ cache: 'refused_keys', result: 'hit' }),
      hashes,
    },
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
  const writeUses = (uses: Parameters<typeof writeKeyUses>[1]) => writeKeyUses(pools.control, uses);
  return {
    verifier,
    hasher,
    maintenance: createKeyMaintenance({ cache, lookUps, verifier, listener, writeUses, now, log }),
    load: () => ({
      ...cache.sizes,
      hashesWaiting: hasher.waiting(),
      hashes: hashes.value,
      statements: lookUps.statements(),
    }),
  };
}
