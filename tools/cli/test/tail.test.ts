// `hopline tail` on a real broker.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { uuidV7 } from '@hopline/wire/uuid';
import { inReverse } from '../../../test/support/cleanup.ts';
import { createDatabase } from '../../../test/support/database.ts';
import { makeEvent, startEventProducer } from '../../../test/support/produce-events.ts';
import { createTopics } from '../../../test/support/topics.ts';
import { until } from '../../../test/support/until.ts';
import { runCli, startCli } from './support/run-cli.ts';

async function withEvents(context: TestContext) {
  const t = inReverse(context);
  const [database, kafka] = await Promise.all([createDatabase(t), createTopics()]);
  const producer = await startEventProducer(t, kafka);
  const env = {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    TOPIC_PREFIX: kafka.prefix,
  };
  const organizations = [uuidV7(), uuidV7()] as const;
  const events = [];
  for (let i = 0; i < 30; i += 1) {
    const type = i % 3 === 0 ? 'order.created' : 'user.seen';
    const event = makeEvent(organizations[i % 2] ?? '', { type, payload: `{"i":${i}}`, dedupId: `d-${i}` });
    await producer.send(event);
    // Each record has a millisecond of its own, so that it is known which ones are the last.
    const sentAt = Date.now();
    while (Date.now() <= sentAt) await setImmediate();
    events.push(event);
  }
  const ids = async (...args: string[]): Promise<string[]> => {
    const { code, out, err } = await runCli(t, ['tail', 'events', '--json', ...args], env);
    assert.equal(code, 0, err);
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).id ?? '');
  };
  return { t, env, kafka, producer, organizations, events, ids };
}

test('prints the last ten over all partitions in their order, or as many as one asks for', async (t) => {
  const { events, ids } = await withEvents(t);
  const all = events.map(({ id }) => id);
  assert.deepEqual(await ids(), all.slice(-10));
  assert.deepEqual(await ids('-n', '25'), all.slice(-25));
  assert.deepEqual(new Set(await ids('--from', 'beginning')), new Set(all));
  assert.deepEqual(await ids('--from', 'now'), []);
  assert.deepEqual(await ids('--from', '1h', '-n', '3'), all.slice(-3));
});

test('a filter by organization, type and id looks through the whole topic', async (t) => {
  const { events, organizations, ids } = await withEvents(t);
  const [first] = events;
  assert.deepEqual(await ids('--id', first?.id ?? ''), [first?.id]);
  const orders = events.filter(({ type }) => type === 'order.created').map(({ id }) => id);
  assert.deepEqual(new Set(await ids('--type', 'order.*', '-n', '100')), new Set(orders));
  const own = events.filter((event) => event.organization_id === organizations[1]).map(({ id }) => id);
  assert.deepEqual(new Set(await ids('--org', organizations[1], '-n', '100')), new Set(own));
});

test('shows the key and what the event says, the body only when it is asked for, and what cannot be read as such', async (t) => {
  const { t: cleanup, env, producer, events, organizations } = await withEvents(t);
  const last = events.at(-1);
  const plain = await runCli(cleanup, ['tail', 'events', '-n', '1'], env);
  assert.match(
    plain.out,
    new RegExp(`  user\\.seen  event ${last?.id}  org ${organizations[1]}  dedup_id d-29`),
  );
  assert.match(plain.out, new RegExp(`^ {4}key ${organizations[1]}`, 'm'));
  assert.doesNotMatch(plain.out, /"i":29/);
  const body = await runCli(cleanup, ['tail', 'events', '-n', '1', '--body'], env);
  assert.match(body.out, /"data":\{"i":29\}/);
  await producer.sendRaw(Buffer.from('\u001b[2Jnothing of ours'), { key: organizations[0], partition: 1 });
  const foreign = await runCli(cleanup, ['tail', 'events', '-n', '1'], env);
  assert.match(foreign.out, /unreadable, 19 bytes: /);
  assert.ok(!foreign.out.includes('\u001b'));
});

test('follows what comes in until it is interrupted', async (t) => {
  const { t: cleanup, env, producer, organizations } = await withEvents(t);
  const tail = startCli(cleanup, ['tail', 'events', '-n', '1', '--follow', '--json'], env);
  await until('the last one', () => tail.out().includes('\n'));
  const event = makeEvent(organizations[0], { type: 'late.one' });
  await producer.send(event);
  await until('the new one', () => tail.out().includes(event.id));
  tail.child.kill('SIGINT');
  const { code, out } = await tail.ended;
  assert.equal(code, 130);
  assert.equal(out.trimEnd().split('\n').length, 2);
});

test('a topic that there is not is refused with those that there are, and a type is of events', async (t) => {
  const env = { KAFKA_BROKERS: '127.0.0.1:1' };
  const none = await runCli(t, ['tail', 'nothing'], env);
  assert.equal(none.code, 2);
  assert.match(none.err, /take events, events\.dlq, deliveries, retry\.5s, .*, deliveries\.dlq/);
  assert.equal((await runCli(t, ['tail', 'deliveries', '--type', 'x'], env)).code, 2);
});
