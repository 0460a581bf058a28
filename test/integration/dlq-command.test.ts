// `hopline dlq`, as a process of its own, on dead letters of both topics.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createPublisher } from '@hopline/kafka/connect';
import { partitionFor } from '@hopline/wire/partitioner';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { startDeliver } from '../support/deliveries.ts';
import { rawKafka } from '../support/kafka-raw.ts';
import { persistFixture, readBooks } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { collectTopic } from '../support/read-topic.ts';
import { insertOrganization } from '../support/tenants.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

import { dlq, withLetters } from './dlq-fixture.ts';

test('lists the letters with their reasons, and shows one with what stands in Postgres', async (t) => {
  const { env, endpoints, deliveries, organizationId } = await withLetters(t);
  const all = await dlq(t, env, 'list', '--json');
  assert.equal(all.code, 0, all.output);
  const { letters, reasons } = JSON.parse(all.output);
  assert.deepEqual(reasons, { exhausted: 17, '': 1 });
  assert.equal(letters.length, 18);
  assert.equal(letters[0].organizationId, organizationId);
  const text = await dlq(
    t,
    env,
    'list',
    '--endpoint',
    endpoints[1].id,
    '--reason',
    'exhausted',
    '--limit',
    '2',
  );
  assert.match(text.output, /^2 more are left out/m);
  assert.match(text.output, /^4 dead letters: exhausted 4$/m);

  const one = letters.find(({ deliveryId }: { deliveryId: string }) => deliveryId === deliveries[3]?.id);
  const shown = await dlq(t, env, 'show', one.place);
  assert.equal(shown.code, 0, shown.output);
  assert.match(shown.output, new RegExp(`^deliveryId: ${deliveries[3]?.id}$`, 'm'));
  assert.match(shown.output, /^in Postgres: dead \(exhausted\), attempted 1 times, of event /m);
  const json = JSON.parse((await dlq(t, env, 'show', one.place, '--json')).output);
  assert.deepEqual([json.delivery.id, json.delivery.state], [deliveries[3]?.id, 'dead']);
  const none = await dlq(t, env, 'show', '0:999');
  assert.deepEqual(none, { code: 1, output: 'hopline: there is no dead letter at 0:999' });
});

test('replays deliveries once, also when it is given again, and wakes their endpoints', async (t) => {
  const prepared = await withLetters(t);
  const { env, pool, endpoints, receiver, deliveries, database, topics } = prepared;
  const states = async () =>
    (await pool.query('select state, count(*)::int as n from deliveries group by state order by state')).rows;
  const untouched = [{ state: 'dead', n: 15 }];
  const dry = await dlq(t, env, 'replay', '--all', '--dry-run', '--rate', '1000');
  // The one that has two letters may count twice.
  assert.match(
    dry.output,
    /^18 dead letters: 1[56] would be put back;.* 2 hold nothing that could be put back$/,
  );
  assert.deepEqual([dry.code, await states()], [1, untouched]);

  await startDeliver(prepared.t, database, topics);
  const some = await dlq(t, env, 'replay', '--endpoint', endpoints[0].id, '--json', '--rate', '1000');
  assert.equal(some.code, 0, some.output);
  const report = { letters: 13, replayed: 12, passedOver: 1, disabled: 0, unusable: 0, dryRun: false };
  assert.deepEqual(JSON.parse(some.output), report);
  await until('they are posted', () => receiver.received.length === 12);
  // Nobody else of their owner's was woken, and what was done is passed over.
  const rest = await dlq(t, env, 'replay', '--reason', 'exhausted', '--json', '--rate', '1000');
  assert.deepEqual(JSON.parse(rest.output), {
    ...report,
    letters: 17,
    replayed: 3,
    passedOver: 13,
    unusable: 1,
  });
  assert.equal(rest.code, 1);
  await until('all are delivered', async () => (await states())[0]?.state === 'succeeded');
  const posted = receiver.received.map(({ webhookId }) => webhookId);
  assert.deepEqual(posted.toSorted(), deliveries.map(({ eventId }) => eventId).toSorted());
});

test('a delivery whose endpoint was deleted, or that has died again since, is passed over', async (t) => {
  const { env, pool, endpoints, deliveries } = await withLetters(t);
  await pool.query('update endpoints set deleted_at = now() where id = $1', [endpoints[1].id]);
  await pool.query('update deliveries set version = 5 where id = $1', [deliveries[0]?.id]);
  const { output } = await dlq(t, env, 'replay', '--reason', 'exhausted', '--json', '--rate', '1000');
  const report = { letters: 17, replayed: 11, passedOver: 5, disabled: 0, unusable: 1, dryRun: false };
  assert.deepEqual(JSON.parse(output), report);
});

test('what an endpoint had that is disabled is left as it is, and said to be, until it is enabled', async (t) => {
  const { env, pool, endpoints } = await withLetters(t);
  const enable = (at: Date | null) =>
    pool.query('update endpoints set disabled_at = $2 where id = $1', [endpoints[1].id, at]);
  await enable(new Date());
  const replay = (...args: string[]) =>
    dlq(t, env, 'replay', '--reason', 'exhausted', ...args, '--rate', '1000');
  const dry = await replay('--dry-run');
  assert.match(dry.output, / 3 left as they are: their endpoints are disabled; /);
  const report = { letters: 17, replayed: 12, passedOver: 1, disabled: 3, unusable: 1, dryRun: false };
  assert.deepEqual(JSON.parse((await replay('--json')).output), report);
  const { rows } = await pool.query("select endpoint_id, version from deliveries where state = 'dead'");
  assert.deepEqual(
    rows,
    [1, 2, 3].map(() => ({ endpoint_id: endpoints[1].id, version: 3 })),
  );
  await enable(null);
  const after = { ...report, replayed: 3, passedOver: 13, disabled: 0 };
  assert.deepEqual(JSON.parse((await replay('--json')).output), after);
});

test('replays records of the events topic at their partition, as they were; what is stored is stored once', async (context) => {
  const t = inReverse(context);
  const { database, kafka, producer, env, start, appended } = await persistFixture(t, { partitions: 4 });
  const organization = await insertOrganization(database.pool);
  const letters = await collectTopic(t, kafka.brokers, kafka.topics.eventsDlq);
  // Poison as long as a day is kept, and no more: what was set aside for it can go back when it is kept for longer.
  const old = makeEvent(organization, { dedupId: 'old', acceptedAt: Date.now() - 9 * 86_400_000 });
  await producer.send(old);
  const partition = partitionFor(organization, 4);
  await producer.sendRaw(Buffer.from('poison'), { key: organization, partition });
  const service = await start({ EVENT_RETENTION: '8d' });
  await appended(2);
  await until('the dead letters', () => letters.length === 2);
  await service.stop(AbortSignal.timeout(5000));

  const listed = await dlq(context, env, 'list', '--letters', 'events', '--json');
  assert.deepEqual(JSON.parse(listed.output).reasons, { day_out_of_range: 1, undecodable: 1 });
  const args = ['replay', '--letters', 'events', '--reason', 'day_out_of_range', '--json'];
  for (let times = 0; times < 2; times += 1) {
    const { code, output } = await dlq(context, env, ...args);
    assert.equal(code, 0, output);
    assert.equal(JSON.parse(output).replayed, 1);
  }
  await using raw = rawKafka(kafka.brokers);
  const ends = await raw.endOffsets(kafka.topics.events);
  assert.deepEqual(
    ends.filter((end) => end > 0n),
    [4n],
  );
  await start({ EVENT_RETENTION: '30d' });
  await appended(4);
  assert.deepEqual(await readBooks(database), {
    appended: 4,
    stored: 1,
    duplicates: 1,
    poison: 2,
    passed: 4,
  });
  const { rows } = await database.pool.query('select dedup_id from events');
  assert.deepEqual(rows, [{ dedup_id: 'old' }]);
});

test('a topic whose beginning was deleted, and one without letters, are read to their end', async (t) => {
  const { env, topics } = await withLetters(t);
  await using raw = rawKafka(topics.brokers);
  const [end] = await raw.endOffsets(topics.topics.deliveriesDlq);
  await raw.deleteRecords(topics.topics.deliveriesDlq, 0, (end ?? 0n) - 1n);
  const { letters } = JSON.parse((await dlq(t, env, 'list', '--json')).output);
  assert.deepEqual(
    letters.map(({ place }: { place: string }) => place),
    [`0:${(end ?? 0n) - 1n}`],
  );
  await raw.deleteRecords(topics.topics.deliveriesDlq, 0, end ?? 0n);
  assert.equal((await dlq(t, env, 'list')).output, 'There are no such dead letters.');
  const empty = await dlq(t, env, 'replay', '--letters', 'events', '--all');
  assert.deepEqual(empty, { code: 0, output: '0 dead letters: 0 were put back' });
});

test('discards deliveries that are dead, which ends them, and no others; a dry run changes nothing', async (t) => {
  const { env, pool, endpoints, deliveries } = await withLetters(t);
  const discard = async (...args: string[]) =>
    JSON.parse((await dlq(t, env, 'discard', ...args, '--json')).output);
  const states = async () =>
    (await pool.query('select state, count(*)::int as n from deliveries group by state order by state::text'))
      .rows;
  const ofEndpoint = ['--endpoint', endpoints[1].id];
  // Two more of its letters hold nothing of a delivery.
  const report = { letters: 5, discarded: 3, passedOver: 2, kept: 0 };
  assert.deepEqual(await discard(...ofEndpoint, '--dry-run'), { ...report, dryRun: true });
  assert.deepEqual(await states(), [{ state: 'dead', n: 15 }]);
  assert.deepEqual(await discard(...ofEndpoint), { ...report, dryRun: false });
  assert.deepEqual(await states(), [
    { state: 'cancelled', n: 3 },
    { state: 'dead', n: 12 },
  ]);
  const { rows } = await pool.query(
    "select distinct reason, version, ended_at is not null as ended from deliveries where state = 'cancelled'",
  );
  assert.deepEqual(rows, [{ reason: 'by_hand', version: 4, ended: true }]);
  const { letters } = JSON.parse((await dlq(t, env, 'list', ...ofEndpoint, '--json')).output);
  assert.deepEqual(
    new Set(letters.map(({ state }: { state: string }) => state)),
    new Set(['cancelled', null]),
  );
  // What has ended is not put back by its letter.
  const replayed = JSON.parse((await dlq(t, env, 'replay', ...ofEndpoint, '--json')).output);
  assert.deepEqual([replayed.replayed, replayed.passedOver], [0, 3]);
  assert.equal(deliveries.length, 15);
});

test('discards records from the beginning of their topic as far as they fit, and says which it keeps', async (t) => {
  const topics = await createTopics({ partitions: 1 });
  const database = await createDatabase(t);
  const env = {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: topics.brokers.join(','),
    TOPIC_PREFIX: topics.prefix,
  };
  const topic = topics.topics.eventsDlq;
  const publisher = createPublisher(
    { brokers: topics.brokers, clientId: 'test', topics: [topic] },
    { log: { debug() {}, info() {}, warn() {}, error() {} } },
  );
  await publisher.start();
  t.after(() => publisher.stop(AbortSignal.timeout(3000)));
  const reasons = ['undecodable', 'undecodable', 'day_out_of_range', 'undecodable'];
  for (const reason of reasons) {
    const headers = { 'hopline-reason': reason };
    await publisher.publish({ topic, partition: 0, key: null, value: Buffer.from('x'), headers });
  }
  await using raw = rawKafka(topics.brokers);
  const args = ['discard', '--letters', 'events', '--reason', 'undecodable'];
  const dry = await dlq(t, env, ...args, '--dry-run');
  assert.match(dry.output, /^3 dead letters: 2 would be discarded; 1 kept: /);
  const done = await dlq(t, env, ...args, '--json');
  const report = { letters: 3, discarded: 2, passedOver: 0, kept: 1, dryRun: false };
  assert.deepEqual([done.code, JSON.parse(done.output)], [1, report]);
  const { letters } = JSON.parse((await dlq(t, env, 'list', '--letters', 'events', '--json')).output);
  assert.deepEqual(
    letters.map(({ place, reason }: { place: string; reason: string }) => [place, reason]),
    [
      ['0:2', 'day_out_of_range'],
      ['0:3', 'undecodable'],
    ],
  );
  assert.deepEqual(await raw.endOffsets(topic), [4n]);
});

test('the command line says what there is, and what is wrong', async (t) => {
  const help = await dlq(t, {}, '--help');
  assert.equal(help.code, 0);
  assert.match(help.output, /list .*show .*replay .*discard /s);
  const away = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', KAFKA_BROKERS: '127.0.0.1:1' };
  for (const [args, message] of [
    [['replay'], /^hopline: replay takes a filter, or --all$/],
    [['discard'], /^hopline: discard takes a filter, or --all$/],
    [['drop'], /unknown command 'drop'/],
    [['list', '--nonsense'], /unknown option '--nonsense'/],
    [['list', '--endpoint', 'x'], /--endpoint.*It takes an id/],
    [['list', '--letters', 'events', '--endpoint', randomUUID()], /records have none/],
    [['list', '--from', 'yesterday'], /--from.*It takes a time/],
    [['show', '1'], /<partition>:<offset>/],
  ] as const) {
    const { code, output } = await dlq(t, away, ...args);
    assert.equal(code, 2, output);
    assert.match(output, message);
  }
  const nothing = await dlq(t, away, 'list');
  assert.equal(nothing.code, 3, nothing.output);
  assert.match(nothing.output, /^hopline: Kafka cannot be reached at 127\.0\.0\.1:1/);
});
