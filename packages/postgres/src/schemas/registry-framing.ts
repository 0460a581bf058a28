// With a schema registry set, records name their schema by the registry's id. It comes from Postgres, where the migrate
// job put it, and before anything is published: the registry itself may be down.
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { SchemaNotRegisteredError } from '@hopline/wire/errors';
import type { Queryable } from '../pool.ts';
import { findRegistryIds } from './find-registry-ids.ts';

const BACKOFF = { initialMs: 200, maxMs: 5000 };

export interface RegistryFramingDeps {
  readonly db: Queryable;
  /** What is written from then on begins with the ids of their newest schemas. */
  readonly codecs: readonly Pick<AvroCodec<unknown>, 'subject' | 'fingerprint' | 'writeRegistryId'>[];
  readonly log: Logger;
}

/**
 * A part of a process that comes after its pool and before its publisher. Its start waits for a Postgres that is away,
 * as long as it is not stopped.
 * @throws {SchemaNotRegisteredError} by `start`, when the migrate job has not stored the ids
 */
export function registryFraming({ db, codecs, log }: RegistryFramingDeps): Component {
  const stopping = new AbortController();

  async function readIds(): Promise<Map<string, number>> {
    const fingerprints = codecs.map(({ fingerprint }) => fingerprint);
    for (let failures = 1; ; failures += 1) {
      try {
        return await findRegistryIds(db, fingerprints);
      } catch (error) {
        stopping.signal.throwIfAborted();
        const retry_ms = backoffDelay(BACKOFF, failures);
        log.warn({ problem: describeError(error), retry_ms }, 'schema_ids.not_read');
        await sleep(retry_ms, stopping.signal);
      }
    }
  }

  return {
    name: 'schema ids',
    async start() {
      const ids = await readIds();
      const missing = codecs.filter(({ fingerprint }) => !ids.has(fingerprint));
      if (missing.length > 0) throw new SchemaNotRegisteredError(missing.map(({ subject }) => subject));
      for (const codec of codecs) codec.writeRegistryId(ids.get(codec.fingerprint) as number);
    },
    async stop() {
      stopping.abort();
    },
  };
}
