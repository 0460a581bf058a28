import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createEventCodec, eventKey, organizationOfKey } from '@hopline/wire/event';
import { partitionFor } from '@hopline/wire/partitioner';
import { isUuid, uuidV5, uuidV7 } from '@hopline/wire/uuid';
import { payloadOf } from '@hopline/wire/webhook-body';
import { collectTopic } from '../support/read-topic.ts';
import { storeEvent } from '../support/store-event.ts';
import { until } from '../support/until.ts';
import { call, createTenant, startApi } from './api-fixture.ts';

test('an accepted event stands in the events topic, with its trace and the payload as it was posted', async (t) => {
  const { url, topics, lines } = await startApi(t);
  const { apiKey, organizationId } = await createTenant(url);
  const payload = '{ "total" : 12345678901234567890,\n "b":1.0, "a":"\\u00e9\\/" }';
  const answer = await call(`${url}/api/events`, 'POST', {
    key: apiKey,
    body: `{"type":"order.created","dedup_id":"order-1","ordering_key":"customer-7","payload":${payload}}`,
  });
  assert.equal(answer.status, 202, answer.text);
  const id = uuidV5(organizationId, 'order-1');
  assert.deepEqual(answer.json, { id, status: 'accepted' });
  assert.match(answer.headers.get('x-response-time') ?? '', /^\d+\.\d{3}ms$/);

  const records = await collectTopic(t, topics.brokers, topics.topics.events);
  const record = await until('the record is read', () => records[0]);
  const key = eventKey(organizationId, 'customer-7');
  assert.equal(record.key?.toString(), key);
  assert.equal(record.partition, partitionFor(key, 3));
  const event = createEventCodec().decode(record.value ?? Buffer.alloc(0));
  assert.equal(event.id, id);
  assert.equal(event.organization_id, organizationId);
  assert.equal(event.dedup_id, 'order-1');
  assert.equal(event.ordering_key, 'customer-7');
  assert.equal(payloadOf(event.body).toString(), payload);

  const [line] = lines.filter(({ message }) => message === 'event.accepted');
  assert.match(
    String(record.headers.traceparent),
    new RegExp(`^00-${line?.fields.trace_id}-[0-9a-f]{16}-0[01]$`),
  );
  assert.equal(line?.fields.offset, String(record.offset));
  assert.equal(line?.fields.partition, record.partition);
});

test('an event without a dedup_id is a new one each time; Idempotency-Key stands for it, and the body wins', async (t) => {
  const { url } = await startApi(t);
  const { apiKey, organizationId } = await createTenant(url);
  const post = async (body: object, headers: Record<string, string> = {}) => {
    const answer = await call(`${url}/api/events`, 'POST', { key: apiKey, headers, body });
    assert.equal(answer.status, 202, answer.text);
    return String(answer.json.id);
  };
  const event = { type: 'a.b', data: {} };
  const [one, two] = [await post(event), await post(event)];
  assert.ok(isUuid(one) && isUuid(two) && one !== two);
  const byHeader = await post(event, { 'idempotency-key': 'k1' });
  assert.equal(byHeader, uuidV5(organizationId, 'k1'));
  assert.equal(await post({ ...event, dedup_id: 'k1' }), byHeader);
  const both = await post({ ...event, dedup_id: 'k2' }, { 'idempotency-key': 'k1' });
  assert.equal(both, uuidV5(organizationId, 'k2'));
});

test('what could not be stored or is not known is refused with a pointer, and nothing of it reaches the topic', async (t) => {
  const { url, topics, lines } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const cases: [body: string | Buffer, status: number, code: string, pointer?: string][] = [
    ['', 400, 'HPL_REQUEST_MALFORMED'],
    ['{', 400, 'HPL_REQUEST_MALFORMED'],
    ['[]', 400, 'HPL_REQUEST_MALFORMED'],
    ['\uFEFF{"type":"a","payload":{}}', 400, 'HPL_REQUEST_MALFORMED'],
    [Buffer.from('{"type":"a","payload":{"x":"\xff"}}', 'latin1'), 400, 'HPL_REQUEST_MALFORMED'],
    ['{"payload":{}}', 400, 'HPL_REQUEST_INVALID', '/type'],
    ['{"type":"a b","payload":{}}', 400, 'HPL_REQUEST_INVALID', '/type'],
    ['{"type":7,"payload":{}}', 400, 'HPL_REQUEST_INVALID', '/type'],
    ['{"type":"a"}', 400, 'HPL_REQUEST_INVALID', '/payload'],
    ['{"type":"a","payload":[]}', 400, 'HPL_REQUEST_INVALID', '/payload'],
    ['{"type":"a","payload":"text"}', 400, 'HPL_REQUEST_INVALID', '/payload'],
    ['{"type":"a","payload":null}', 400, 'HPL_REQUEST_INVALID', '/payload'],
    ['{"type":"a","payload":{},"data":{}}', 400, 'HPL_REQUEST_INVALID', '/data'],
    ['{"type":"a","payload":{},"x/y":1}', 400, 'HPL_REQUEST_INVALID', '/x~1y'],
    ['{"type":"a","payload":{},"__proto__":{}}', 400, 'HPL_REQUEST_INVALID', '/__proto__'],
    ['{"type":"a","payload":{"t":"\\u0000"}}', 400, 'HPL_REQUEST_INVALID', '/payload'],
    ['{"type":"a","payload":{"\\ud800":1}}', 400, 'HPL_REQUEST_INVALID', '/payload'],
    [
      `{"type":"a","payload":{"t":${'['.repeat(32)}${']'.repeat(32)}}}`,
      400,
      'HPL_REQUEST_INVALID',
      '/payload',
    ],
    ['{"type":"a","payload":{},"dedup_id":""}', 400, 'HPL_REQUEST_INVALID', '/dedup_id'],
    ['{"type":"a","payload":{},"dedup_id":"\\u0000"}', 400, 'HPL_REQUEST_INVALID', '/dedup_id'],
    [`{"type":"a","payload":{},"dedup_id":"${'é'.repeat(128)}"}`, 400, 'HPL_REQUEST_INVALID', '/dedup_id'],
    [
      `{"type":"a","payload":{},"ordering_key":"${'x'.repeat(256)}"}`,
      400,
      'HPL_REQUEST_INVALID',
      '/ordering_key',
    ],
    [`{"type":"a","payload":{"t":"${'x'.repeat(256 * 1024)}"}}`, 413, 'HPL_REQUEST_TOO_LARGE'],
  ];
  for (const [body, status, code, pointer] of cases) {
    const answer = await call(`${url}/api/events`, 'POST', { key: apiKey, body });
    const name = String(body).slice(0, 60);
    assert.deepEqual([answer.status, answer.json.code, answer.json.pointer], [status, code, pointer], name);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8', name);
    assert.match(answer.headers.get('x-response-time') ?? '', /ms$/, name);
    assert.match(String(answer.json.trace_id), /^[0-9a-f]{32}$/, name);
    assert.equal(answer.json.status, status, name);
  }
  const headerCase = await call(`${url}/api/events`, 'POST', {
    key: apiKey,
    headers: { 'idempotency-key': 'caf\u00e9' },
    body: { type: 'a', payload: {} },
  });
  assert.deepEqual(
    [headerCase.status, headerCase.json.code, headerCase.json.pointer],
    [400, 'HPL_REQUEST_HEADER_INVALID', undefined],
  );
  assert.match(String(headerCase.json.detail), /Idempotency-Key/);
  // Ten of a code and second have a line of their own, the others are counted together.
  const refused = lines.filter(({ message }) => message === 'event.refused');
  assert.ok(refused.length > 10, String(refused.length));
  await until('every refusal is told of', () => {
    const counts = lines.filter(({ message }) => message === 'requests.refused');
    const counted = counts.reduce((sum, { fields }) => sum + Number(fields.count), 0);
    return refused.length + counted === cases.length + 1;
  });

  // The one record in the topic is the good one that comes after all of them.
  await call(`${url}/api/events`, 'POST', { key: apiKey, body: { type: 'good', payload: {} } });
  const records = await collectTopic(t, topics.brokers, topics.topics.events);
  await until('the good event is read', () => records.length > 0);
  assert.deepEqual(
    records.map(({ value }) => createEventCodec().decode(value ?? Buffer.alloc(0)).type),
    ['good'],
  );
});

test('the largest body and the longest keys are taken, and one byte more is not', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const body = (bytes: number) => {
    const frame = '{"type":"a","payload":{"t":""}}';
    return frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`);
  };
  const statusOf = async (text: string) =>
    (await call(`${url}/api/events`, 'POST', { key: apiKey, body: text })).status;
  assert.equal(await statusOf(body(256 * 1024)), 202);
  assert.equal(await statusOf(body(256 * 1024 + 1)), 413);
  const keys = { dedup_id: 'é'.repeat(127), ordering_key: '😀'.repeat(63) };
  assert.equal(await statusOf(JSON.stringify({ type: 'x'.repeat(128), ...keys, payload: {} })), 202);
});

test('a gzip body is taken up to the same limit, counted when it is inflated', async (t) => {
  // Made before the api runs, which shares this process and would think itself overloaded.
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  const { url, topics } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const post = (body: Buffer, coding: string) => {
    const headers = { 'content-encoding': coding };
    return call(`${url}/api/events`, 'POST', { key: apiKey, headers, body });
  };
  const payload = '{ "n": 12345678901234567890 }';
  const accepted = await post(gzipSync(`{"type":"zipped","payload":${payload}}`), 'gzip');
  assert.equal(accepted.status, 202, accepted.text);

  const frame = '{"type":"a","payload":{"t":""}}';
  const sized = (bytes: number) => gzipSync(frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`));
  assert.equal((await post(sized(256 * 1024), 'x-gzip')).status, 202);
  const cases: [body: Buffer, coding: string, status: number, code: string][] = [
    [sized(256 * 1024 + 1), 'gzip', 413, 'HPL_REQUEST_TOO_LARGE'],
    [bomb, 'gzip', 413, 'HPL_REQUEST_TOO_LARGE'],
    [Buffer.from(frame), 'gzip', 400, 'HPL_REQUEST_MALFORMED'],
    [sized(1000).subarray(0, -1), 'gzip', 400, 'HPL_REQUEST_MALFORMED'],
    [gzipSync('{'), 'gzip', 400, 'HPL_REQUEST_MALFORMED'],
    [brotliCompressSync(frame), 'br', 415, 'HPL_REQUEST_ENCODING'],
    [gzipSync(gzipSync(frame)), 'gzip, gzip', 415, 'HPL_REQUEST_ENCODING'],
  ];
  for (const [body, coding, status, code] of cases) {
    const answer = await post(body, coding);
    assert.deepEqual([answer.status, answer.json.code], [status, code], `${coding}: ${answer.text}`);
    if (status === 415) assert.equal(answer.headers.get('accept-encoding'), 'gzip');
  }

  const records = await collectTopic(t, topics.brokers, topics.topics.events);
  const events = await until('both are read', () => records.length === 2 && records);
  const [zipped] = events
    .map(({ value }) => createEventCodec().decode(value ?? Buffer.alloc(0)))
    .filter(({ type }) => type === 'zipped');
  assert.equal(zipped && payloadOf(zipped.body).toString(), payload);
});

test('a type that is not taken is refused with those that are', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  for (const type of [
    'text/plain',
    'application/x-ndjson',
    'application/cloudevents-batch+json',
    'application/xml',
  ]) {
    const headers = { 'content-type': type };
    const answer = await call(`${url}/api/events`, 'POST', {
      key,
      headers,
      body: '{"type":"a","payload":{}}',
    });
    assert.deepEqual([answer.status, answer.json.code], [415, 'HPL_REQUEST_MEDIA_TYPE'], type);
    assert.equal(answer.headers.get('accept'), 'application/json, application/cloudevents+json');
  }
});

test('the events of a spread organization go to several partitions, each dedup_id always to the same, and an ordering key stays in one', async (t) => {
  const { url, topics, database } = await startApi(t);
  const { apiKey: key, organizationId } = await createTenant(url);
  await database.pool.query(
    'update organizations set partition_spread = 3, rate_limit = null, tier = $2 where id = $1',
    [organizationId, 'enterprise'],
  );
  const post = async (members: object) => {
    const answer = await call(`${url}/api/events`, 'POST', {
      key,
      body: { type: 'a', payload: {}, ...members },
    });
    assert.equal(answer.status, 202, answer.text);
  };
  const names = Array.from({ length: 40 }, (_, i) => `d${i}`);
  for (const dedup_id of [...names, ...names]) await post({ dedup_id });
  for (const dedup_id of ['o1', 'o2', 'o3']) await post({ dedup_id, ordering_key: 'customer-7' });

  const collected = await collectTopic(t, topics.brokers, topics.topics.events);
  const records = await until('all are read', () => collected.length === 83 && collected);
  const placesOf = new Map<string, Set<string>>();
  for (const { value, key: recordKey, partition } of records) {
    const { dedup_id, ordering_key } = createEventCodec().decode(value ?? Buffer.alloc(0));
    const text = String(recordKey);
    assert.equal(organizationOfKey(text), organizationId);
    assert.equal(partition, partitionFor(text, 3));
    if (ordering_key !== null) assert.equal(text, eventKey(organizationId, ordering_key));
    const places = placesOf.get(String(dedup_id)) ?? new Set();
    placesOf.set(String(dedup_id), places.add(text));
  }
  assert.equal(placesOf.size, 43);
  for (const [name, places] of placesOf) assert.equal(places.size, 1, name);
  const spread = new Set(
    records
      .filter(({ key }) => String(key) !== eventKey(organizationId, 'customer-7'))
      .map(({ partition }) => partition),
  );
  assert.equal(spread.size, 3);
});

test('an event is read back with its payload byte for byte once it is stored, and only by its organization', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey, organizationId } = await createTenant(url);
  const other = await createTenant(url, 'Another');
  const id = uuidV7();
  const read = (key: string, eventId = id) => call(`${url}/api/events/${eventId}`, 'GET', { key });

  const early = await read(apiKey);
  assert.deepEqual([early.status, early.json.code], [404, 'HPL_EVENT_NOT_STORED']);
  assert.equal(early.headers.get('retry-after'), '1');

  const payload = '{"n": 12345678901234567890}';
  await storeEvent(database.pool, { id, organizationId, payload });
  const answer = await read(apiKey);
  assert.equal(answer.status, 200, answer.text);
  assert.ok(answer.text.includes(`"payload":${payload},`), answer.text);
  assert.equal(answer.json.type, 'order.created');
  assert.equal(answer.json.accepted_at, '2026-01-02T03:04:05.678Z');
  const [delivery] = answer.json.deliveries as { state: string; attempts: Record<string, unknown>[] }[];
  assert.equal(delivery?.state, 'dead');
  assert.deepEqual(
    delivery?.attempts.map(({ number, outcome, status_code }) => [number, outcome, status_code]),
    [
      [1, 'timeout', null],
      [2, 'status', 503],
    ],
  );

  const foreign = await read(other.apiKey);
  const missing = await read(other.apiKey, uuidV7());
  assert.deepEqual([foreign.status, foreign.json.code], [404, 'HPL_EVENT_NOT_STORED']);
  assert.deepEqual({ ...foreign.json, trace_id: '' }, { ...missing.json, trace_id: '' });
  assert.equal((await read(apiKey, 'nonsense')).json.code, 'HPL_REQUEST_INVALID');
});
