// An event's whole way with a schema registry: every record on it names its schema by the registry's id.
import assert from 'node:assert/strict';
import { migrateSettings } from '@hopline/migrate/config';
import { migrateAll } from '@hopline/migrate/migrate-all';
import { persistSettings } from '@hopline/persist/config';
import { buildService } from '@hopline/persist/service';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger } from '@hopline/telemetry/logger';
import { AvroCodec } from '@hopline/wire/avro-codec';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { startDeliver } from '../support/deliveries.ts';
import { collectTopic } from '../support/read-topic.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call, createTenant, makeApi } from './api-fixture.ts';

// What the services are told: they must not need the registry, so there is none.
const NOWHERE = { SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1' };

/**
 * Registers the schemas, then posts an event to a webhook that refuses it once, and checks every record that came of it.
 * @param registryUrl of a registry that is up
 */
export async function checkRegistryHop(test: Cleanup, registryUrl: string): Promise<void> {
  const t = inReverse(test);
  const [database, kafka] = await Promise.all([createDatabase(t), createTopics({ ladder: '300ms,600ms' })]);
  const env = {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    TOPIC_PREFIX: kafka.prefix,
    RETRY_LADDER: '300ms,600ms',
  };
  const partitions = {
    EVENTS_PARTITIONS: '3',
    DELIVERIES_PARTITIONS: '3',
    RUNG_PARTITIONS: '1',
    DLQ_PARTITIONS: '1',
  };
  const copies = { REPLICATION_FACTOR: '1', MIN_INSYNC_REPLICAS: '1' };
  const registry = { SCHEMA_REGISTRY_URL: registryUrl };
  await migrateAll(loadSettings(migrateSettings, { ...env, ...partitions, ...copies, ...registry }), quiet);

  const { service: api } = makeApi(
    t,
    { database, topics: kafka },
    { ...NOWHERE, ALLOW_PRIVATE_WEBHOOKS: 'true' },
  );
  const persist = buildService(loadSettings(persistSettings, { ...env, ...NOWHERE, PORT: '0' }), quiet);
  t.after(() => persist.stop(AbortSignal.timeout(5000)));
  await Promise.all([api.start(), persist.start(), startDeliver(t, database, kafka, NOWHERE)]);
  const url = `http://127.0.0.1:${api.port()}`;
  const { apiKey: key } = await createTenant(url);
  const receiver = await startReceiver(t, (_, __, nth) => (nth === 1 ? 500 : 200));
  const hook = { url: `${receiver.url}/hook` };
  const endpoint = await call(`${url}/api/endpoints`, 'POST', { key, body: hook });
  assert.equal(endpoint.status, 201, endpoint.text);
  // Kafka may still be electing leaders of the new topics. By its dedup_id it is the same event however often it is sent.
  const sent = { type: 'order.created', dedup_id: 'one', payload: { n: 1 } };
  const posted = await until('the event is accepted', async () => {
    const answer = await call(`${url}/api/events`, 'POST', { key, body: sent });
    if (answer.status < 500) assert.equal(answer.status, 202, answer.text);
    return answer.status === 202 && answer;
  });
  await until('the second try', () => receiver.received.length >= 2);

  const { events, deliveries, rungs, eventsDlq } = kafka.topics;
  const [rung] = rungs;
  assert.ok(rung);
  for (const [topic, fields] of [
    [events, { id: posted.json.id, type: 'order.created' }],
    [deliveries, { endpoint_id: endpoint.json.id }],
    [rung.topic, { endpoint_id: endpoint.json.id }],
  ] as const) {
    const records = await collectTopic(t, kafka.brokers, topic);
    await until(`a record in ${topic}`, () => records.length > 0);
    for (const { value } of records) {
      assert.partialDeepStrictEqual(await decodeByRegistry(registryUrl, value ?? Buffer.alloc(0)), fields);
    }
  }
  const { rows } = await database.pool.query('select sum(poison)::int as poison from ledger');
  assert.deepEqual(rows, [{ poison: 0 }], `poison in ${eventsDlq}`);
}

const quiet = createLogger('test', 'silent');

/** As any other reader would: by the id in the record and the schema that the registry gives for it. */
async function decodeByRegistry(registryUrl: string, value: Buffer): Promise<object> {
  assert.equal(value[0], 0);
  const id = value.readUInt32BE(1);
  const response = await fetch(`${registryUrl}/schemas/ids/${id}`);
  assert.equal(response.status, 200);
  const { schema } = (await response.json()) as { schema: string };
  const reader = new AvroCodec<object>([{ subject: 'any', version: 1, text: schema }]);
  reader.writeRegistryId(id);
  return { ...reader.decode(value) };
}
