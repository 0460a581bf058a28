// The wiring of everything that knows of API keys, once a process.
import { findKeys } from '@hopline/postgres/keys/find-keys';
import { KEY_CHANGES_CHANNEL } from '@hopline/postgres/keys/key-changes';
import { replaceKeyHashes } from '@hopline/postgres/keys/replace-key-hashes';
import { writeKeyUses } from '@hopline/postgres/keys/write-key-uses';
import { createListener } from '@hopline/postgres/listener';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import type { Logger } from '@hopline/telemetry/logger';
import { Counter } from '@hopline/telemetry/metrics/counter';
import type { IngestMetrics } from '@hopline/telemetry/metrics/ingest';
import type { Pools } from '../pools.ts';
import { createArgon2id } from './argon2id.ts';
import { buildVerifier } from './build-verifier.ts';
import { createKeyMaintenance } from './key-maintenance.ts';
import type { KeyVerifier } from './key-verifier.ts';
import { createHashReplacing } from './replace-hashes.ts';

export interface ApiKeysOptions {
  readonly pools: Pick<Pools, 'control' | 'ingest'>;
  /** Where notices of changes come from: a URL that leads to Postgres itself. */
  readonly listenUrl: string;
  /** How long this process leaves argon2id in rows, in milliseconds from now. */
  readonly replaceHashesAfterMs: number;
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
  /** Started and stopped with the service; the pools must outlive it. */
  readonly maintenance: Component;
  /** For metrics: what is in memory and what waits, now. */
  readonly load: () => KeyLoad;
}

export function createApiKeys(options: ApiKeysOptions): ApiKeys {
  const { pools, listenUrl, replaceHashesAfterMs, log, metrics } = options;
  const now = () => performance.now();
  const argon2id = createArgon2id();
  const hashes = new Counter();
  const { cache, lookUps, verifier } = buildVerifier({
    findKeys: (ids) => findKeys(pools.ingest, ids),
    argon2id,
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
  const replaceHashes = createHashReplacing({
    cache,
    lookUps,
    replace: (replacements) => replaceKeyHashes(pools.control, replacements),
    afterMs: replaceHashesAfterMs,
    now,
    log,
  });
  return {
    verifier,
    maintenance: createKeyMaintenance({
      cache,
      lookUps,
      verifier,
      listener,
      writeUses,
      replaceHashes,
      now,
      log,
    }),
    load: () => ({
      ...cache.sizes,
      hashesWaiting: argon2id.waiting(),
      hashes: hashes.value,
      statements: lookUps.statements(),
    }),
  };
}
