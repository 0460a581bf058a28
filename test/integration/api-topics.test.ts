// What an administrator sees of Kafka over the API: topics, groups and decoded records, on a real broker.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { connectInspector, createPublisher } from '@hopline/kafka/connect';
import type { OutgoingRecord } from '@hopline/kafka/port';
import { uuidV7 } from '@hopline/wire/uuid';
import { rawKafka } from '../support/kafka-raw.ts';
import { makeEvent, startEventProducer } from '../support/produce-events.ts';
import { startReceiver } from '../support/receiver.ts';
import { startThreeHops } from '../support/three-hops.ts';
import type { TestTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, createTenant, startApi } from './api-fixture.ts';

const ADMIN = { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } };

interface ShownRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly headers: Record<string, string>;
  readonly kind: string;
  readonly organization_id: string | null;
  readonly event: { id: string; type: string; body: string } | null;
  readonly wake_up: { endpoint_id: string; delivery: { id: string } | null } | null;
  readonly undecodable: { reason: string; base64: string | null } | null;
}

interface Page {
  readonly records: readonly ShownRecord[];
  readonly next_cursor: string;
  readonly behind: number;
}

/** Asks as the administrator does. */
function asker(url: string) {
  return async (path: string) => {
    const answer = await call(`${url}${path}`, 'GET', ADMIN);
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    return answer.json as never;
  };
}

async function startPublisher(t: TestContext, { brokers }: TestTopics, topics: readonly string[]) {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const publisher = createPublisher({ brokers, clientId: 'test', topics: [...topics] }, { log });
  await publisher.start();
  t.after(() => publisher.stop(AbortSignal.timeout(2000)));
  return publisher;
}

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

test('a record that cannot be decoded is shown with the reason and its bytes, and so is one without a value', async (t) => {
  const { url, topics } = await startApi(t);
  const { events, deliveriesDlq } = topics.topics;
  const publisher = await startPublisher(t, topics, [events, deliveriesDlq]);
  const foreign = Buffer.from([0xff, 0, 0x7b]);
  await publisher.publishAll([
    { topic: events, partition: 1, key: foreign, value: foreign, headers: { odd: foreign } },
    { topic: events, partition: 1, key: null, value: null, headers: {} },
    { topic: deliveriesDlq, partition: 0, key: 'k', value: foreign, headers: {} },
  ]);
  const ask = asker(url);
  const { records }: Page = await ask(`/api/admin/topics/${events}/records?partition=1&from=earliest`);
  const [odd, empty] = records;
  assert.deepEqual(
    {
      kind: odd?.kind,
      base64: odd?.undecodable?.base64,
      key: odd?.key,
      headers: odd?.headers,
      event: odd?.event,
    },
    { kind: 'undecodable', base64: '/wB7', key: 'base64:/wB7', headers: { odd: 'base64:/wB7' }, event: null },
  );
  assert.ok(odd?.undecodable?.reason);
  assert.deepEqual(empty?.undecodable, { reason: 'it has no value', base64: null });
  const { records: letters }: Page = await ask(`/api/admin/topics/${deliveriesDlq}/records`);
  assert.equal(letters[0]?.kind, 'undecodable');
});

test('a tail that is asked again and again has every record once, and begins where it is told to', async (t) => {
  const { url, topics } = await startApi(t);
  const producer = await startEventProducer(t, topics);
  const organizations = Array.from({ length: 6 }, () => uuidV7());
  let sent = 0;
  const send = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      await producer.send(makeEvent(organizations[sent % 6] ?? '', { dedupId: `event-${sent}` }));
      sent += 1;
    }
  };
  const { events } = topics.topics;
  const ask = asker(url);
  const page = async (query: string): Promise<Page> =>
    await ask(`/api/admin/topics/${events}/records?${query}`);
  const nothing = await page('');
  assert.deepEqual([nothing.records.length, nothing.behind], [0, 0]);
  await send(30);
  // What comes next has another time than what was there.
  const after = Date.now() + 1;
  await until('a millisecond is over', () => Date.now() >= after);
  const startedAt = new Date(after).toISOString();

  const seen: string[] = [];
  let cursor = nothing.next_cursor;
  const follow = async () => {
    for (;;) {
      const next = await page(`cursor=${cursor}&limit=7`);
      assert.ok(next.records.length <= 7);
      seen.push(...next.records.map(({ partition, offset }) => `${partition}:${offset}`));
      cursor = next.next_cursor;
      if (next.behind === 0) return;
    }
  };
  await follow();
  assert.equal(seen.length, 30);
  await send(5);
  await follow();
  assert.equal(seen.length, 35);
  assert.equal(new Set(seen).size, 35, 'each once');

  const latest = await page('limit=4');
  const all = await page('from=earliest&limit=100');
  assert.equal(all.records.length, 35);
  const places = ({ records }: Page) => records.map(({ partition, offset }) => `${partition}:${offset}`);
  for (const place of places(latest)) assert.ok(places(all).includes(place));
  assert.equal(latest.behind, 0);
  assert.equal(new Set(all.records.slice(-4).map(({ event }) => event?.id)).size, 4);

  const since = await page(`from=${startedAt}&limit=100`);
  assert.equal(since.records.length, 5, 'those that came after the time');
  const own = all.records.filter(({ partition }) => partition === all.records[0]?.partition);
  const from = own[2]?.offset ?? 0;
  const onwards = await page(`partition=${own[0]?.partition}&from=${from}&limit=100`);
  assert.deepEqual(
    onwards.records.map(({ offset }) => offset),
    own.slice(2).map(({ offset }) => offset),
  );
});

test('large records come a few at a time, the newest first when they are asked for, and none is left out', async (t) => {
  const { url, topics } = await startApi(t);
  const { events } = topics.topics;
  const publisher = await startPublisher(t, topics, [events]);
  const large = (i: number): OutgoingRecord => ({
    ...{ topic: events, partition: i % 3, key: null, headers: { number: String(i) } },
    value: Buffer.alloc(400 * 1024, i),
  });
  for (let i = 0; i < 24; i += 1) await publisher.publish(large(i));
  const ask = asker(url);
  const numbersOf = ({ records }: Page) => records.map(({ headers }) => Number(headers.number));
  const latest: Page = await ask(`/api/admin/topics/${events}/records?limit=100`);
  assert.deepEqual(numbersOf(latest), [22, 23]);
  assert.equal(latest.behind, 0);
  const seen: number[] = [];
  let page: Page = await ask(`/api/admin/topics/${events}/records?from=earliest&limit=100`);
  for (;;) {
    assert.ok(page.records.length <= 2, 'about 1 MB');
    seen.push(...numbersOf(page));
    if (page.behind === 0) break;
    page = await ask(`/api/admin/topics/${events}/records?limit=100&cursor=${page.next_cursor}`);
  }
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    Array.from({ length: 24 }, (_, i) => i),
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
