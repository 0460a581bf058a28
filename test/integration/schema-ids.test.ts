// With a schema registry set a service reads the registry's ids of its schemas from Postgres before it publishes anything.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createPool } from '@hopline/postgres/pool';
import { registryFraming } from '@hopline/postgres/schemas/registry-framing';
import { storeRegistryIds } from '@hopline/postgres/schemas/store-registry-ids';
import { storeSchemas } from '@hopline/postgres/schemas/store-schemas';
import { createLogger, type Logger } from '@hopline/telemetry/logger';
import { schemaFingerprint } from '@hopline/wire/avro-codec';
import { createEventCodec } from '@hopline/wire/event';
import { readAllSchemas } from '@hopline/wire/schema-files';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { inReverse } from '../support/cleanup.ts';
import { proxiedDatabase } from '../support/database-proxy.ts';
import { until } from '../support/until.ts';

/** The part of a service that reads the ids, on a Postgres that can be taken away; those of `registered` are stored. */
async function fixture(context: TestContext, registered: (codecs: readonly Codec[]) => readonly Codec[]) {
  const t = inReverse(context);
  const { database, proxy } = await proxiedDatabase(t);
  const schemas = readAllSchemas().map(({ subject, version, text }) => {
    return { fingerprint: schemaFingerprint(text), subject, version, schema: text };
  });
  await storeSchemas(database.pool, schemas);
  const codecs = [createEventCodec(), createWakeUpCodec()] as const;
  const ids = registered(codecs).map(({ fingerprint }, i) => ({ fingerprint, registryId: i + 1 }));
  assert.deepEqual(await storeRegistryIds(database.pool, ids), []);
  const db = createPool({
    ...{ databaseUrl: database.url, size: 1, applicationName: 'schema-ids' },
    onIdleError: () => {},
  });
  t.after(() => db.end());
  let warned = 0;
  const warn = () => {
    warned += 1;
  };
  const log = { ...createLogger('test', 'silent'), warn } as unknown as Logger;
  const component = registryFraming({ db, codecs, log });
  t.after(() => component.stop(AbortSignal.timeout(1000)));
  const headers = () => codecs.map(({ header }) => header.toString('hex'));
  return { component, proxy, headers, warned: () => warned };
}

type Codec = ReturnType<typeof createEventCodec> | ReturnType<typeof createWakeUpCodec>;

test('a Postgres that is away is waited for, then each codec writes the id of its own schema', async (t) => {
  const { component, proxy, headers, warned } = await fixture(t, (codecs) => codecs);
  proxy.close();
  const started = component.start();
  await until('it is asked in vain', () => warned() > 0);
  proxy.open();
  await started;
  assert.deepEqual(headers(), ['0000000001', '0000000002']);
});

test('a schema that is not registered is named, and no codec is changed', async (t) => {
  const { component, headers } = await fixture(t, ([, wakeUps]) => (wakeUps ? [wakeUps] : []));
  const before = headers();
  await assert.rejects(component.start(), {
    code: 'HPL_WIRE_SCHEMA_NOT_REGISTERED',
    message: /not stored: event; run the migrate job/,
  });
  assert.deepEqual(headers(), before);
});

test('a stop ends the waiting', async (t) => {
  const { component, proxy, warned } = await fixture(t, (codecs) => codecs);
  proxy.close();
  const started = component.start();
  const ended = assert.rejects(started, { name: 'AbortError' });
  await until('it is asked in vain', () => warned() > 0);
  await component.stop(AbortSignal.timeout(1000));
  await ended;
});
