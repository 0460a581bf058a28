// What an administrator sees of Kafka over the API: topics and groups, on a real broker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectInspector } from '@hopline/kafka/connect';
import { uuidV7 } from '@hopline/wire/uuid';
import { rawKafka } from '../support/kafka-raw.ts';
import { makeEvent, startEventProducer } from '../support/produce-events.ts';
import { startReceiver } from '../support/receiver.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, createTenant, startApi } from './api-fixture.ts';
import { ADMIN, asker, type Page, type ShownRecord, startPublisher } from './topics-fixture.ts';

test('what the hops have put into the topics is shown: the event, its wake-up, its retries and its dead letter', async (t) => {
  const hops = await startThreeHops(t);
  const { url, topics, organizationId } = hops;
  const ask = asker(url);
  const receiver = await startReceiver(t, (_request, response) => {
    response.writeHead(500).end();
    return undefined;
  });
  const [first] = topics.ladder.steps;
  const endpoint = await hops.makeEndpoint(receiver.url, { retry_schedule: [first?.name] });
  const eventId = await hops.post('order.created', { total: 12.5 });
  const { deliveriesDlq } = topics.topics;
  const recordsOf = async (topic: string): Promise<readonly ShownRecord[]> => {
    const page: Page = await ask(`/api/admin/topics/${topic}/records`);
    return page.records;
  };
  const letter = await until('it is dead', async () => (await recordsOf(deliveriesDlq))[0]);
  assert.equal(letter.headers['hopline-reason'], 'exhausted');

  const [event] = await recordsOf(topics.topics.events);
  assert.deepEqual([event?.kind, event?.event?.id, event?.event?.type], ['event', eventId, 'order.created']);
  assert.deepEqual(JSON.parse(event?.event?.body ?? '').data, { total: 12.5 });
  const rung = topics.topics.rungs.find(({ name }) => name === first?.name)?.topic ?? '';
  for (const topic of [topics.topics.deliveries, rung, deliveriesDlq]) {
    const [wakeUp] = await recordsOf(topic);
    assert.deepEqual(
      [wakeUp?.kind, wakeUp?.wake_up?.endpoint_id, wakeUp?.organization_id],
      ['wake_up', endpoint.id, organizationId],
      topic,
    );
  }

  const { topics: listed }: { topics: Record<string, unknown>[] } = await ask('/api/admin/topics');
  const { events, eventsDlq, deliveries, rungs } = topics.topics;
  assert.deepEqual(
    listed.map(({ name }) => name),
    [events, eventsDlq, deliveries, ...rungs.map(({ topic }) => topic), deliveriesDlq],
  );
  const shown = listed.find(({ name }) => name === rung);
  assert.deepEqual(
    {
      ...shown,
      bytes: Number(shown?.bytes) > 100,
    },
    {
      ...{ name: rung, short_name: `retry.${first?.name}`, kind: 'rung', delay_ms: first?.delayMs },
      ...{ group: topics.groups.rungs, exists: true, partitions: 1, replication_factor: 1 },
      ...{ retention_ms: 604_800_000, records: 1, bytes: true, under_replicated: 0, problems: [] },
    },
  );

  // Offsets are committed a little later than a record is done.
  const group = await until('all is done', async () => {
    const answer: {
      state: string;
      members: { client_id: string; partitions: { topic: string }[] }[];
      topics: { topic: string; lag: number; partitions: { committed_offset: number | null }[] }[];
    } = await ask(`/api/admin/groups/${topics.groups.persist}`);
    return answer.topics.every(({ lag }) => lag === 0) && answer;
  });
  assert.equal(group.state, 'Stable');
  assert.ok(group.members.every(({ client_id }) => client_id.startsWith('hopline-persist')));
  assert.equal(group.members.flatMap(({ partitions }) => partitions).length, 3);
  const finished = group.topics.flatMap(({ partitions }) =>
    partitions.map((one) => one.committed_offset ?? 0),
  );
  assert.equal(Math.max(...finished), 1);
  const { groups }: { groups: { group: string; members: number }[] } = await ask('/api/admin/groups');
  assert.deepEqual(
    groups.map(({ group: id, members }) => [id, members]),
    [topics.groups.persist, topics.groups.deliver, topics.groups.rungs].map((id) => [id, 1]),
  );
});

test('looking moves no offset and joins no group', async (t) => {
  const { url, topics } = await startApi(t);
  const producer = await startEventProducer(t, topics);
  await producer.send(makeEvent(uuidV7()));
  const ask = asker(url);
  const page: Page = await ask(`/api/admin/topics/${topics.topics.events}/records`);
  assert.equal(page.records.length, 1);
  const group: { state: string; members: unknown[]; topics: { lag: number; late_ms: number }[] } = await ask(
    `/api/admin/groups/${topics.groups.persist}`,
  );
  assert.deepEqual([group.members, group.topics[0]?.lag], [[], 1]);
  await using raw = rawKafka(topics.brokers);
  assert.deepEqual(await raw.committedOffsets(topics.groups.persist, topics.topics.events, 3), [
    -1n,
    -1n,
    -1n,
  ]);
});

test('each partition tells how old its oldest record is that is not finished, and the group the oldest of all', async (t) => {
  const { url, topics } = await startApi(t);
  const { events } = topics.topics;
  const publisher = await startPublisher(t, topics, [events]);
  const value = Buffer.alloc(2000);
  for (const partition of [0, 2])
    await publisher.publish({ topic: events, partition, key: null, value, headers: {} });
  const group: {
    topics: {
      lag: number;
      offline_partitions: number;
      late_ms: number;
      partitions: { oldest_at: string | null }[];
    }[];
  } = await asker(url)(`/api/admin/groups/${topics.groups.persist}`);
  const [topic] = group.topics;
  assert.deepEqual([topic?.lag, topic?.offline_partitions], [2, 0]);
  assert.deepEqual(
    topic?.partitions.map(({ oldest_at }) => oldest_at !== null),
    [true, false, true],
  );
});

test('what there is not is not found, and what cannot be asked is refused with what is wrong', async (t) => {
  const { url, topics } = await startApi(t);
  const { events, eventsDlq, deliveries } = topics.topics;
  const producer = await startEventProducer(t, topics);
  await producer.sendRaw(Buffer.from('x'), { partition: 0 });
  // Somebody else's, in the same cluster.
  const foreign = `other-${topics.prefix}`;
  await using inspector = await connectInspector({ brokers: topics.brokers, clientId: 'test' });
  await inspector.provision([{ topic: foreign, partitions: 1, config: {} }], {
    ...{ replicationFactor: 1, minInsyncReplicas: 1 },
  });
  await using raw = rawKafka(topics.brokers);
  await raw.deleteTopic(deliveries);
  const cases: [string, number, string, string?][] = [
    [`topics/${foreign}`, 404, 'HPL_TOPIC_NOT_FOUND'],
    [`topics/${foreign}/records`, 404, 'HPL_TOPIC_NOT_FOUND'],
    ['topics/__consumer_offsets/records', 404, 'HPL_TOPIC_NOT_FOUND'],
    [`topics/${deliveries}`, 404, 'HPL_TOPIC_NOT_FOUND'],
    [`topics/${deliveries}/records`, 404, 'HPL_TOPIC_NOT_FOUND'],
    [`groups/${foreign}`, 404, 'HPL_GROUP_NOT_FOUND'],
    [`topics/${events}%20/records`, 400, 'HPL_REQUEST_INVALID', '/name'],
    [`topics/${events}/records?from=2&partition=0`, 400, 'HPL_REQUEST_INVALID', '/from'],
    [`topics/${events}/records?from=1`, 400, 'HPL_REQUEST_INVALID', '/partition'],
    [`topics/${events}/records?from=-1&partition=0`, 400, 'HPL_REQUEST_INVALID', '/from'],
    [`topics/${events}/records?from=tomorrow`, 400, 'HPL_REQUEST_INVALID', '/from'],
    [`topics/${events}/records?partition=3`, 400, 'HPL_REQUEST_INVALID', '/partition'],
    [`topics/${events}/records?cursor=7:0`, 400, 'HPL_REQUEST_INVALID', '/cursor'],
    [`topics/${events}/records?cursor=0:0&from=latest`, 400, 'HPL_REQUEST_INVALID', '/cursor'],
    [`topics/${events}/records?limit=101`, 400, 'HPL_REQUEST_INVALID', '/limit'],
    [`topics/${events}/records?group=mine`, 400, 'HPL_REQUEST_INVALID', '/group'],
  ];
  for (const [path, status, code, pointer] of cases) {
    const answer = await call(`${url}/api/admin/${path}`, 'GET', ADMIN);
    assert.deepEqual(
      [answer.status, answer.json.code, answer.json.pointer],
      [status, code, pointer],
      `${path}: ${answer.text}`,
    );
  }
  const end = await call(`${url}/api/admin/topics/${events}/records?from=1&partition=0`, 'GET', ADMIN);
  assert.deepEqual([end.status, end.json.records], [200, []], 'what comes next may be waited for');
  const list = await call(`${url}/api/admin/topics`, 'GET', ADMIN);
  const { topics: listed } = list.json as { topics: { name: string; exists: boolean; problems: string[] }[] };
  const missing = listed.find(({ name }) => name === deliveries);
  assert.deepEqual([missing?.exists, missing?.problems.length], [false, 1]);
  assert.ok(listed.find(({ name }) => name === eventsDlq)?.exists);
  assert.ok(!list.text.includes(foreign));
});

test("no key, no scope and no portal's link leads to it", async (t) => {
  const { url, topics } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const link = await call(`${url}/api/portal-sessions`, 'POST', { key: apiKey, body: {} });
  const token = new URL(String(link.json.url), url).hash.slice(1);
  assert.ok(token.length > 20, link.text);
  const paths = [
    'topics',
    `topics/${topics.topics.events}`,
    `topics/${topics.topics.events}/records`,
    'groups',
    `groups/${topics.groups.persist}`,
  ];
  const credentials = [
    {},
    { 'x-api-key': apiKey },
    { authorization: `Bearer ${apiKey}` },
    { authorization: `Bearer ${token}` },
    { authorization: `Bearer ${ADMIN_TOKEN}x` },
  ];
  for (const path of paths) {
    for (const headers of credentials as Record<string, string>[]) {
      const answer = await call(`${url}/api/admin/${path}`, 'GET', { headers });
      assert.deepEqual([answer.status, answer.json.code], [401, 'HPL_AUTH_ADMIN_REFUSED'], path);
    }
  }
});

test('a process that serves ingest alone does not look into Kafka', async (t) => {
  const { url } = await startApi(t, { API_ROLES: 'ingest' });
  const answer = await call(`${url}/api/admin/topics`, 'GET', ADMIN);
  assert.deepEqual([answer.status, answer.json.code], [421, 'HPL_REQUEST_NOT_SERVED']);
});
