// POST /api/events/batch: many events in a request, each with its own answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createEventCodec, type Event } from '@hopline/wire/event';
import { isUuid, uuidV5 } from '@hopline/wire/uuid';
import { payloadOf } from '@hopline/wire/webhook-body';
import { collectTopic } from '../support/read-topic.ts';
import type { TestTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { type Answer, call, createTenant, startApi } from './api-fixture.ts';

interface Item {
  readonly id?: string;
  readonly status: string;
  readonly code?: string;
  readonly detail?: string;
  readonly pointer?: string;
}

/** How often HPL_REQUEST_INVALID was counted. */
async function invalidCounted(url: string): Promise<number> {
  const { text } = await call(`${url}/metrics`, 'GET');
  return Number(/^requests_refused_total\{code="HPL_REQUEST_INVALID"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

const itemsOf = (answer: Answer) => answer.json.items as Item[];

/** The events in the topic, once there are `count` of them. */
async function eventsIn(
  t: Parameters<typeof collectTopic>[0],
  topics: TestTopics,
  count: number,
): Promise<Event[]> {
  const records = await collectTopic(t, topics.brokers, topics.topics.events);
  await until(`${count} events are read`, () => records.length >= count);
  const codec = createEventCodec();
  return records.map(({ value }) => codec.decode(value ?? Buffer.alloc(0)));
}

test('each event of a batch gets its own answer in its place, and those that were refused are not in the topic', async (t) => {
  const { url, topics, lines } = await startApi(t);
  const { apiKey: key, organizationId } = await createTenant(url);
  const refusedBefore = await invalidCounted(url);
  const payload = '{ "n" : 12345678901234567890,\n "b":1.0, "a":"\\u00e9\\/" }';
  const body = `{"events": [
    {"type":"order.created","dedup_id":"1","payload":${payload}},
    {"type":"order created","payload":{}},
    {"type":"order.paid","data":{"x":[]},"ordering_key":"k"},
    {"type":"order.paid","payload":{"x":"\\u0000"}},
    17
  ]}`;
  const answer = await call(`${url}/api/events/batch`, 'POST', { key, body });
  assert.equal(answer.status, 202, answer.text);
  assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  const { accepted, refused, unknown } = answer.json;
  assert.deepEqual([accepted, refused, unknown], [2, 3, 0]);
  assert.equal(await invalidCounted(url), refusedBefore + 3, 'each refused event is counted');
  const items = itemsOf(answer);
  assert.deepEqual(items[0], { id: uuidV5(organizationId, '1'), status: 'accepted' });
  assert.ok(isUuid(String(items[2]?.id)));
  assert.deepEqual(
    [1, 3, 4].map((i) => [items[i]?.status, items[i]?.code, items[i]?.pointer]),
    [
      ['refused', 'HPL_REQUEST_INVALID', '/type'],
      ['refused', 'HPL_REQUEST_INVALID', '/payload'],
      ['refused', 'HPL_REQUEST_INVALID', ''],
    ],
  );
  assert.match(items[1]?.detail ?? '', /pattern/);

  const events = await eventsIn(t, topics, 2);
  assert.deepEqual(events.map(({ id }) => id).sort(), [String(items[0]?.id), String(items[2]?.id)].sort());
  const first = events.find(({ dedup_id }) => dedup_id === '1');
  assert.equal(first && payloadOf(first.body).toString(), payload);
  const [line] = lines.filter(({ message }) => message === 'batch.accepted');
  assert.deepEqual(
    [line?.level, line?.fields.accepted, line?.fields.refused, line?.fields.codes],
    ['info', 2, 3, ['HPL_REQUEST_INVALID']],
  );
});

test('a batch as NDJSON, and as gzip', async (t) => {
  const { url, topics } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const texts = Array.from(
    { length: 7 },
    (_, i) => `{"type":"a","dedup_id":"${i}","payload":{ "i": ${i}.0}}`,
  );
  const ndjson = Buffer.from(`${texts.slice(0, 3).join('\n')}\nnot json\n${texts.slice(3).join('\r\n')}\n`);
  for (const [body, headers] of [
    [ndjson, {}],
    [gzipSync(ndjson), { 'content-encoding': 'gzip' }],
  ] as const) {
    const answer = await call(`${url}/api/events/batch`, 'POST', {
      key,
      headers: { 'content-type': 'application/x-ndjson', ...headers },
      body,
    });
    assert.equal(answer.status, 202, answer.text);
    assert.deepEqual([answer.json.accepted, answer.json.refused], [7, 1]);
    assert.equal(itemsOf(answer)[3]?.code, 'HPL_REQUEST_MALFORMED');
  }
  const events = await eventsIn(t, topics, 14);
  for (const { dedup_id, body } of events) assert.equal(payloadOf(body).toString(), `{ "i": ${dedup_id}.0}`);
});

test('500 events and 1 MiB are taken, and one more is not', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const post = (body: string, headers = {}) =>
    call(`${url}/api/events/batch`, 'POST', { key, headers, body });
  const many = (count: number) => JSON.stringify({ events: Array(count).fill({ type: 'a', payload: {} }) });
  const full = await post(many(500));
  assert.deepEqual([full.status, full.json.accepted], [202, 500], full.text.slice(0, 200));
  assert.equal(new Set(itemsOf(full).map(({ id }) => id)).size, 500);
  assert.deepEqual(
    [(await post(many(501))).status, (await post(many(501))).json.code],
    [413, 'HPL_REQUEST_TOO_LARGE'],
  );

  const event = (bytes: number) => {
    const frame = '{"type":"a","payload":{"t":""}}';
    return frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`);
  };
  const large = `{"events":[${[256, 256, 256, 250].map((kib) => event(kib * 1024)).join(',')}]}`;
  const padded = large + ' '.repeat(1024 * 1024 - large.length);
  assert.deepEqual([(await post(padded)).status, (await post(padded)).json.accepted], [202, 4]);
  const over = await post(`${padded} `);
  assert.deepEqual([over.status, over.json.code], [413, 'HPL_REQUEST_TOO_LARGE']);
  assert.match(String(over.json.detail), /1048576 bytes/);

  const mixed = await post(`{"events":[${event(256 * 1024 + 1)},${event(100)}]}`);
  assert.deepEqual(
    [mixed.status, mixed.json.accepted, itemsOf(mixed)[0]?.code],
    [202, 1, 'HPL_REQUEST_TOO_LARGE'],
  );
});

test('a batch of which nothing is accepted is a problem with the items in it', async (t) => {
  const { url, lines } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const answer = await call(`${url}/api/events/batch`, 'POST', {
    key,
    body: { events: [{ type: 'a' }, { payload: {} }] },
  });
  assert.deepEqual([answer.status, answer.json.code], [400, 'HPL_REQUEST_INVALID'], answer.text);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
  assert.deepEqual([answer.json.accepted, answer.json.refused], [0, 2]);
  assert.deepEqual(
    itemsOf(answer).map(({ pointer }) => pointer),
    ['/payload', '/type'],
  );
  assert.equal(lines.filter(({ message }) => message === 'batch.refused').length, 1);
});

test('a batch whose events cannot be told apart is refused as a whole', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const event = { type: 'a', payload: {} };
  const cases: [
    options: { body?: unknown; headers?: Record<string, string> },
    status: number,
    code: string,
  ][] = [
    [{}, 400, 'HPL_REQUEST_MALFORMED'],
    [{ body: '' }, 400, 'HPL_REQUEST_MALFORMED'],
    [{ body: '{"events":[{"type":"a","payload":{}},' }, 400, 'HPL_REQUEST_MALFORMED'],
    [{ body: { events: [] } }, 400, 'HPL_REQUEST_INVALID'],
    [{ body: event }, 400, 'HPL_REQUEST_INVALID'],
    [{ body: { events: [event], dry_run: true } }, 400, 'HPL_REQUEST_INVALID'],
    [{ body: [event] }, 400, 'HPL_REQUEST_MALFORMED'],
    [{ body: '\n', headers: { 'content-type': 'application/x-ndjson' } }, 400, 'HPL_REQUEST_INVALID'],
    [{ body: { events: [event] }, headers: { 'content-type': 'text/plain' } }, 415, 'HPL_REQUEST_MEDIA_TYPE'],
    [{ body: { events: [event] }, headers: { 'idempotency-key': 'k' } }, 400, 'HPL_REQUEST_HEADER_INVALID'],
  ];
  for (const [options, status, code] of cases) {
    const answer = await call(`${url}/api/events/batch`, 'POST', { key, ...options });
    assert.deepEqual(
      [answer.status, answer.json.code],
      [status, code],
      `${JSON.stringify(options)} ${answer.text}`,
    );
  }
  const unauthorized = await call(`${url}/api/events/batch`, 'POST', { body: { events: [event] } });
  assert.equal(unauthorized.status, 401);
});

test('a batch counts its events against the rate limit, and takes as many as are left', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey: key, organizationId } = await createTenant(url);
  await database.pool.query('update organizations set rate_limit = 10 where id = $1', [organizationId]);
  const post = (count: number) =>
    call(`${url}/api/events/batch`, 'POST', {
      key,
      body: { events: Array(count).fill({ type: 'a', payload: {} }) },
    });
  assert.equal((await post(6)).json.accepted, 6);
  const partly = await post(6);
  assert.equal(partly.status, 202);
  assert.equal(partly.json.accepted, 4);
  assert.deepEqual(
    itemsOf(partly).map(({ code }) => code),
    [undefined, undefined, undefined, undefined, 'HPL_RATE_LIMITED', 'HPL_RATE_LIMITED'],
  );
  const none = await post(1);
  assert.deepEqual([none.status, none.json.code], [429, 'HPL_RATE_LIMITED']);
  assert.match(none.headers.get('retry-after') ?? '', /^\d+$/);
});

test('a batch without a good event counts against the rate limit all the same, and one refused as a whole counts 1', async (t) => {
  const { url, database } = await startApi(t, { RATE_LIMIT_WINDOW: '10m' });
  const { apiKey: key, organizationId } = await createTenant(url);
  await database.pool.query('update organizations set rate_limit = 20 where id = $1', [organizationId]);
  const leftAfter = async (body: unknown, status: number, headers: Record<string, string> = {}) => {
    const answer = await call(`${url}/api/events/batch`, 'POST', { key, body, headers });
    assert.equal(answer.status, status, answer.text);
    return Number(/r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
  };
  const event = { type: 'a', payload: {} };
  assert.equal(await leftAfter({ events: [event, { type: 'a' }, 7] }, 202), 17);
  assert.equal(await leftAfter({ events: [{}, {}, {}, {}] }, 400), 13);
  assert.equal(await leftAfter('[[[[', 400), 12);
  assert.equal(await leftAfter({ events: [] }, 400), 11);
  assert.equal(await leftAfter({ events: Array(501).fill(event) }, 413), 10);
  assert.equal(await leftAfter({ events: [event] }, 400, { 'idempotency-key': 'k' }), 9);
  assert.equal(await leftAfter('not read', 415, { 'content-type': 'text/plain' }), 8);
  // The first items have what is left, good or bad; what is wrong with a later one is said nevertheless.
  const events = [...Array(7).fill({}), event, event, {}];
  const answer = await call(`${url}/api/events/batch`, 'POST', { key, body: { events } });
  assert.deepEqual([answer.status, answer.json.accepted, answer.json.refused], [202, 1, 9], answer.text);
  const invalid = 'HPL_REQUEST_INVALID';
  assert.deepEqual(
    itemsOf(answer).map(({ code }) => code),
    [...Array(7).fill(invalid), undefined, 'HPL_RATE_LIMITED', invalid],
  );
  assert.equal(await leftAfter({ events: [{}] }, 429), 0);
});
