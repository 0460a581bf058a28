// Releases and framings side by side in one topic: a reader takes what every release wrote, older or newer, and sets
// nothing aside. The next versions of the schemas are made here, as a release would ship them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pool } from '@hopline/postgres/pool';
import { AvroCodec, schemaFingerprint } from '@hopline/wire/avro-codec';
import type { Event } from '@hopline/wire/event';
import { createEventEncoder } from '@hopline/wire/event-encoder';
import { findIncompatibilities } from '@hopline/wire/schema-compatibility';
import { readSchemaVersions, type SchemaFile } from '@hopline/wire/schema-files';
import type { WakeUp } from '@hopline/wire/wake-up';
import { payloadOf } from '@hopline/wire/webhook-body';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  readDelivery,
  startDeliver,
  startPublisher,
  wakeUp,
} from '../support/deliveries.ts';
import { persistFixture, readBooks } from '../support/persist.ts';
import { makeEvent, startEventProducer } from '../support/produce-events.ts';
import { collectTopic } from '../support/read-topic.ts';
import { startReceiver } from '../support/receiver.ts';
import { insertOrganization } from '../support/tenants.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

type Region = { readonly region: string | null };

/** The versions of a subject, and the next one: with an optional field in front of the others. */
function withNext(subject: string): [...SchemaFile[], SchemaFile] {
  const versions = readSchemaVersions(subject);
  const newest = JSON.parse(versions.at(-1)?.text ?? '');
  newest.fields.unshift({ name: 'region', type: ['null', 'string'], default: null });
  return [...versions, { subject, version: versions.length + 1, text: JSON.stringify(newest) }];
}

/** What the migrate job of that release leaves. */
async function storeVersions(pool: Pool, versions: readonly SchemaFile[], firstId: number): Promise<void> {
  for (const [i, { subject, version, text }] of versions.entries()) {
    await pool.query(
      `insert into schemas (fingerprint, subject, version, schema, registry_id) values ($1, $2, $3, $4, $5)
       on conflict (fingerprint) do update set registry_id = excluded.registry_id`,
      [schemaFingerprint(text), subject, version, text, firstId + i],
    );
  }
}

/** A release's codec, in the framing with this id if there is one. */
function release<T>(versions: readonly SchemaFile[], registryId?: number): AvroCodec<T> {
  const codec = new AvroCodec<T>(versions);
  if (registryId !== undefined) codec.writeRegistryId(registryId);
  return codec;
}

test('persist stores what older and newer releases wrote in both framings, mixed in one partition', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const versions = withNext('event');
  assert.deepEqual(findIncompatibilities(versions), []);
  const newestId = 40 + versions.length - 1;
  const today = versions.slice(0, -1);
  const writers = [
    release<Event & Region>(today),
    release<Event & Region>(versions),
    release<Event & Region>(today, newestId - 1),
    release<Event & Region>(versions, newestId),
  ];
  const send = async (writer: AvroCodec<Event & Region>, n: number) => {
    const event = makeEvent(organization, { dedupId: `e${n}`, payload: `{"n":${n}}` });
    await producer.sendRaw(writer.encode({ region: 'eu', ...event }), { key: organization });
  };
  await start();
  await send(release(today), 0);
  await appended(1);
  // The next release is rolled out beside this process: its migrate job comes first, then its writers.
  await storeVersions(database.pool, versions, 40);
  for (let n = 1; n <= 40; n += 1) await send(writers[n % 4] ?? release(today), n);
  await appended(41);
  const { stored, poison } = await readBooks(database);
  assert.deepEqual({ stored, poison }, { stored: 41, poison: 0 });
  const { rows } = await database.pool.query<{ dedup_id: string; body: Buffer }>(
    'select dedup_id, body from events order by topic_offset',
  );
  assert.deepEqual(
    rows.map(({ body }) => payloadOf(body).toString()),
    Array.from({ length: 41 }, (_, n) => `{"n":${n}}`),
  );
});

test('the next release reads what this one wrote, from the codec and from the quick encoder', async (t) => {
  const kafka = await createTopics();
  const producer = await startEventProducer(t, kafka);
  const versions = withNext('event');
  const organization = '6ba7b810-9dad-41d1-80b4-00c04fd430c8';
  const today = versions.slice(0, -1);
  const sent = Array.from({ length: 8 }, (_, n) => makeEvent(organization, { dedupId: `e${n}` }));
  for (const [n, event] of sent.entries()) {
    const codec = release<Event>(today, n % 2 === 0 ? undefined : 40);
    const { id, type, accepted_at, dedup_id, ordering_key, body } = event;
    const content = { id, type, organizationId: organization, acceptedAtMs: accepted_at, dedupId: dedup_id };
    const quick = { ...content, orderingKey: ordering_key, payload: payloadOf(body) };
    await producer.sendRaw(n < 4 ? codec.encode(event) : createEventEncoder(codec)(quick), {
      key: organization,
    });
  }
  const records = await collectTopic(t, kafka.brokers, kafka.topics.events);
  await until('the records', () => records.length === sent.length);
  const next = release<Event & Region>(versions, 41);
  next.learn({ kind: 'registry id', value: 40 }, today.at(-1)?.text ?? '');
  assert.deepEqual(
    records.map(({ value }) => ({ ...next.decode(value ?? Buffer.alloc(0)) })),
    sent.map((event) => ({ ...event, region: null })),
  );
});

test('deliver takes wake-ups of a newer release in both framings, and drops at once those that nobody can read', async (t) => {
  const [database, kafka] = await Promise.all([createDatabase(t), createTopics()]);
  const { pool } = database;
  const organizationId = await addOrganization(pool);
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/hook` });
  const publisher = await startPublisher(t, kafka);
  const running = await startDeliver(t, database, kafka);
  const versions = withNext('wake-up');
  assert.deepEqual(findIncompatibilities(versions), []);
  await storeVersions(pool, versions, 60);
  const today = versions.slice(0, -1);
  const newestId = 60 + versions.length - 1;
  const writers = [
    release<WakeUp & Region>(today),
    release<WakeUp & Region>(versions),
    release<WakeUp & Region>(versions, newestId),
    release<WakeUp & Region>(today, newestId - 1),
  ];
  for (const [i, writer] of writers.entries()) {
    // Made one at a time, each after the post of the one before, so that nothing but its wake-up can set it going.
    const [made] = await addDeliveries(pool, endpoint, 1);
    assert.ok(made);
    const delivery = { id: made.id, day: made.day, version: made.version };
    const value = { endpoint_id: endpoint.id, organization_id: organizationId, delivery, region: 'eu' };
    const record = wakeUp(kafka, publisher, endpoint, null);
    await publisher.publish({ ...record, value: Buffer.from([0, 0, 0, 3, i, 1, 2]) });
    await publisher.publish({ ...record, value: writer.encode(value) });
    await until('the result', async () => (await readDelivery(pool, made)).state === 'succeeded');
  }
  assert.equal(running.logged('wake_up.undecodable').length, 4);
  assert.equal(receiver.received.length, 4);
});
