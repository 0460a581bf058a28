// Poison goes to the events DLQ, alone and whole; trouble never does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectAdmin } from '@hopline/kafka/connect';
import { storeSchemas } from '@hopline/postgres/schemas/store-schemas';
import { AvroCodec, schemaFingerprint } from '@hopline/wire/avro-codec';
import { createEventCodec } from '@hopline/wire/event';
import { readSchemaVersions } from '@hopline/wire/schema-files';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { rawKafka } from '../support/kafka-raw.ts';
import { keepWarnings } from '../support/keep-warnings.ts';
import { persistFixture, readBooks } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { collectTopic } from '../support/read-topic.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';
import { until } from '../support/until.ts';

const codec = createEventCodec();

async function remakeTopic(brokers: string[], topic: string, config: Record<string, string>): Promise<void> {
  await using kafka = rawKafka(brokers);
  await kafka.deleteTopic(topic);
  await using admin = await connectAdmin({ brokers, clientId: 'test' });
  // A topic that is being deleted is still there for a moment, as it was.
  await until('the topic is made anew', async () => {
    const made = await admin
      .provision([{ topic, partitions: 1, config }], { replicationFactor: 1, minInsyncReplicas: 1 })
      .catch((): string[] => []);
    return made.includes(topic);
  });
}

test('each kind of poison is set aside with its reason and its bytes, and delays nobody', async (t) => {
  const { database, kafka, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const letters = await collectTopic(t, kafka.brokers, kafka.topics.eventsDlq);
  const wakeUps = createWakeUpCodec();
  const [schema] = readSchemaVersions('wake-up');
  assert.ok(schema);
  await storeSchemas(database.pool, [
    { ...schema, fingerprint: schemaFingerprint(schema.text), schema: schema.text },
  ]);
  // Of an event's subject, but with a map, whose count the decoder would believe: 2^40 entries keep it busy for hours.
  const withMap = JSON.parse(readSchemaVersions('event').at(-1)?.text ?? '');
  withMap.fields.push({ name: 'labels', type: { type: 'map', values: 'string' }, default: {} });
  const bombSchema = JSON.stringify(withMap);
  const fingerprint = schemaFingerprint(bombSchema);
  await storeSchemas(database.pool, [{ subject: 'event', version: 999, fingerprint, schema: bombSchema }]);
  const good = codec.encode(makeEvent(organization));
  const hugeCount = Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x40]);
  const unknown = Buffer.from(good);
  unknown.fill(0x77, 2, 10);
  const valid = makeEvent(organization);
  const poison: [string, Buffer | null][] = [
    ['undecodable', Buffer.from('not avro')],
    ['undecodable', good.subarray(0, good.length - 1)],
    ['undecodable', Buffer.concat([good, Buffer.from([1])])],
    ['undecodable', Buffer.concat([good.subarray(0, 10), Buffer.alloc(301 * 1024)])],
    ['schema_unknown', unknown],
    ['schema_unknown', Buffer.from([0, 0, 0, 0, 42, 1, 2, 3])],
    // Above every id that Postgres could look for.
    ['schema_unknown', Buffer.from([0, 255, 255, 255, 255, 1, 2, 3])],
    // A schema that is stored, but of another subject: known to nobody as an event's.
    ['schema_unknown', wakeUps.encode({ endpoint_id: 'e', organization_id: 'o', delivery: null })],
    [
      'schema_unknown',
      Buffer.concat([Buffer.from(`c301${fingerprint}`, 'hex'), good.subarray(10), hugeCount]),
    ],
    ['undecodable', Buffer.concat([good.subarray(0, 10), hugeCount])],
    ['value_missing', null],
    ['invalid', codec.encode({ ...valid, id: 'nonsense' })],
    ['invalid', codec.encode({ ...valid, organization_id: 'x' })],
    ['invalid', codec.encode({ ...valid, type: 'a b' })],
    // Another organization's event under this one's key.
    ['key_mismatch', codec.encode(makeEvent(await insertOrganization(database.pool)))],
    ['key_mismatch', codec.encode(makeEvent(organization, { orderingKey: 'cart 7' }))],
    ['day_out_of_range', codec.encode({ ...valid, accepted_at: 0 })],
    ['day_out_of_range', codec.encode({ ...valid, accepted_at: Date.now() + 3 * 86_400_000 })],
    // Postgres refuses U+0000 in a text: found by halving the batch.
    ['row_refused', codec.encode({ ...valid, dedup_id: 'a\0b' })],
  ];
  // All in one partition, each between two good ones.
  for (const [, value] of poison) {
    await producer.sendRaw(codec.encode(makeEvent(organization)), { key: organization });
    await producer.sendRaw(value, { key: organization });
  }
  await producer.sendRaw(codec.encode(makeEvent(organization)), { key: organization });
  await start();
  await appended(2 * poison.length + 1);

  const events = await database.pool.query('select 1 from events');
  assert.equal(events.rowCount, poison.length + 1);
  await until('the dead letters', () => letters.length >= poison.length);
  const byOffset = [...letters].sort(
    (a, b) => Number(a.headers['hopline-original-offset']) - Number(b.headers['hopline-original-offset']),
  );
  assert.deepEqual(
    byOffset.map((letter) => letter.headers['hopline-reason']?.toString()),
    poison.map(([reason]) => reason),
  );
  for (const [i, letter] of byOffset.entries()) {
    assert.deepEqual(letter.value, poison[i]?.[1]);
    assert.equal(letter.key?.toString(), organization);
    assert.equal(letter.headers['x-kept']?.toString(), 'yes');
    assert.equal(Number(letter.headers['hopline-original-offset']), 2 * i + 1);
    assert.ok((letter.headers['hopline-detail']?.length ?? 0) > 0);
  }
  const { rows } = await database.pool.query(
    'select organization_id, sum(poison)::int as poison from ledger group by 1',
  );
  assert.deepEqual(rows, [{ organization_id: organization, poison: poison.length }]);
  assert.equal((await readBooks(database)).poison, poison.length);
});

test('a key that is not UTF-8 comes to the DLQ byte for byte', async (t) => {
  const { kafka, producer, start, appended } = await persistFixture(t);
  const letters = await collectTopic(t, kafka.brokers, kafka.topics.eventsDlq);
  const key = Buffer.from([0xff, 0xfe, 0x00]);
  await producer.sendRaw(Buffer.from('x'), { key });
  await start();
  await appended(1);
  await until('the dead letter', () => letters.length >= 1);
  assert.deepEqual(letters[0]?.key, key);
});

test('a record whose key names no organization is still counted', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  await producer.sendRaw(Buffer.from('x'), { key: 'whoever' });
  await start();
  await appended(1);
  assert.deepEqual(await readBooks(database), {
    appended: 1,
    stored: 0,
    duplicates: 0,
    poison: 1,
    passed: 1,
  });
});

test('a schema that another release stored is looked up, not called poison', async (t) => {
  const { database, kafka, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const versions = readSchemaVersions('event');
  const newer = JSON.parse(versions.at(-1)?.text ?? '');
  newer.fields.push({ name: 'region', type: 'string', default: '' });
  const text = JSON.stringify(newer);
  await database.pool.query(
    "insert into schemas (fingerprint, subject, version, schema) values ($1, 'event', 999, $2)",
    [schemaFingerprint(text), text],
  );
  const letters = await collectTopic(t, kafka.brokers, kafka.topics.eventsDlq);
  const writer = new AvroCodec([...versions, { subject: 'event', version: 999, text }]);
  await producer.sendRaw(writer.encode({ ...makeEvent(organization), region: 'eu' }), { key: organization });
  await start();
  await appended(1);
  assert.equal((await readBooks(database)).stored, 1);
  assert.equal(letters.length, 0);
});

const TODAY = new Date().toISOString().slice(0, 10);
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const TODAYS_EVENTS = `events_${TODAY.replaceAll('-', '')}`;

for (const { trouble, make, mend } of [
  {
    trouble: 'a table is away',
    make: 'alter table events rename to events_away',
    mend: 'alter table events_away rename to events',
  },
  {
    trouble: 'the day was detached by hand',
    make: `alter table events detach partition ${TODAYS_EVENTS}`,
    mend: `alter table events attach partition ${TODAYS_EVENTS} for values from ('${TODAY}') to ('${TOMORROW}')`,
  },
  {
    trouble: 'a later release has a column that this one does not write',
    make: 'alter table events add column later text not null',
    mend: 'alter table events drop column later',
  },
  {
    trouble: 'each transaction ends as the victim of a deadlock',
    make: `create function choose_victim() returns trigger language plpgsql as $$
             begin raise exception 'deadlock detected' using errcode = 'deadlock_detected'; end $$;
           create trigger choose_victim before insert on deliveries for each row execute function choose_victim()`,
    mend: 'drop function choose_victim cascade',
  },
]) {
  test(`while ${trouble} the partition is held, and nothing goes to the DLQ`, async (t) => {
    const { database, kafka, producer, start, appended } = await persistFixture(t);
    const { pool } = database;
    const organization = await insertOrganization(pool);
    await insertEndpoint(pool, organization);
    const warnings = keepWarnings('persist');
    const service = await start({}, warnings.log);
    await pool.query(make);
    const events = Array.from({ length: 50 }, (_, i) => {
      return makeEvent(organization, { dedupId: `e${i}`, acceptedAt: Date.parse(`${TODAY}T00:00:00Z`) });
    });
    await producer.send(...events);
    await until('two failed tries', () => warnings.of('batch.held').length >= 2);
    await pool.query(mend);
    await appended(50);
    const { stored, poison } = await readBooks(database);
    assert.deepEqual({ stored, poison }, { stored: 50, poison: 0 });
    await service.stop(AbortSignal.timeout(5000));
    await using raw = rawKafka(kafka.brokers);
    assert.deepEqual(await raw.endOffsets(kafka.topics.eventsDlq), [0n]);
  });
}

test('a day whose tables were dropped is made anew, and its events are no poison', async (t) => {
  const { database, kafka, producer, start, appended } = await persistFixture(t);
  const { pool } = database;
  const organization = await insertOrganization(pool);
  const letters = await collectTopic(t, kafka.brokers, kafka.topics.eventsDlq);
  await start();
  await producer.send(makeEvent(organization));
  await appended(1);
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  await pool.query(`drop table events_${today}, deliveries_${today}, attempts_${today}`);
  await producer.send(makeEvent(organization));
  await appended(2);
  const books = await readBooks(database);
  assert.deepEqual([books.stored, books.poison], [2, 0]);
  assert.equal(letters.length, 0);
});

test('a traceparent that no row could hold does not cost the event', async (t) => {
  const { database, producer, start, appended, kafka } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const value = codec.encode(makeEvent(organization));
  await producer.publisher.publish({
    ...{ topic: kafka.topics.events, partition: 0, key: organization, value },
    headers: { traceparent: Buffer.from('00-\0') },
  });
  await start();
  await appended(1);
  const { rows } = await database.pool.query('select traceparent from events');
  assert.deepEqual(rows, [{ traceparent: null }]);
});

test('a dead letter that its topic refuses for its size goes there without its contents', async (t) => {
  const { database, kafka, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  await remakeTopic(kafka.brokers, kafka.topics.eventsDlq, { 'max.message.bytes': '100000' });
  const letters = await collectTopic(t, kafka.brokers, kafka.topics.eventsDlq);
  await producer.sendRaw(Buffer.alloc(200_000, 7), { key: organization });
  await producer.send(makeEvent(organization));
  await start();
  await appended(2);
  await until('the dead letter', () => letters.length >= 1);
  const [letter] = letters;
  assert.equal(letter?.value, null);
  assert.equal(letter?.key?.toString(), organization);
  assert.equal(letter?.headers['hopline-reason']?.toString(), 'undecodable');
  assert.match(letter?.headers['hopline-detail']?.toString() ?? '', /200000 bytes/);
  assert.equal(letter?.headers['hopline-original-offset']?.toString(), '0');
});

test('a batch that is held for one dead letter puts the others into the DLQ once', async (t) => {
  const { database, kafka, producer, start, appended } = await persistFixture(t);
  const { eventsDlq } = kafka.topics;
  const organization = await insertOrganization(database.pool);
  // The last one is too large for it even without its contents: its key stays.
  await remakeTopic(kafka.brokers, eventsDlq, { 'max.message.bytes': '1200' });
  for (let i = 0; i < 5; i += 1) await producer.sendRaw(Buffer.from('poison'), { key: organization });
  await producer.sendRaw(Buffer.from('poison'), { key: 'k'.repeat(1024) });
  const warnings = keepWarnings('persist');
  const service = await start({}, warnings.log);
  await appended(6);
  await until('three failed tries', () => warnings.of('batch.held').length >= 3);
  await service.stop(AbortSignal.timeout(5000));
  await using raw = rawKafka(kafka.brokers);
  assert.deepEqual(await raw.endOffsets(eventsDlq), [5n]);
});
