// CloudEvents 1.0 at POST /api/events (structured and binary mode) and at POST /api/events/batch.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { createEventCodec, eventKey } from '@hopline/wire/event';
import { uuidV5 } from '@hopline/wire/uuid';
import { payloadOf } from '@hopline/wire/webhook-body';
import { sendRequest } from '../support/http-request.ts';
import { collectTopic } from '../support/read-topic.ts';
import { until } from '../support/until.ts';
import { call, createTenant, startApi } from './api-fixture.ts';

const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
const DATA = '{ "appinfoA" : 12345678901234567890, "b":[1.0] }';

function cloudEvent(id: string, attributes: Record<string, unknown> = {}): string {
  const rest = { specversion: '1.0', type: 'com.example.someevent', source: '/mycontext', id, ...attributes };
  return `${JSON.stringify(rest).slice(0, -1)},"data":${DATA}}`;
}

test('the same CloudEvent in structured mode, in binary mode and in a batch is the same event, with the bytes of its data', async (t) => {
  const { url, topics } = await startApi(t);
  const { apiKey: key, organizationId } = await createTenant(url);
  const id = uuidV5(organizationId, 'A€1');
  const attributes = {
    partitionkey: 'k 1',
    time: '2018-04-05T17:31:00Z',
    subject: 'x',
    comexampleextension1: 'v',
  };

  const structured = await call(`${url}/api/events`, 'POST', {
    key,
    headers: STRUCTURED,
    body: cloudEvent('A€1', attributes),
  });
  assert.deepEqual([structured.status, structured.json], [202, { id, status: 'accepted' }], structured.text);
  const binary = await call(`${url}/api/events`, 'POST', {
    key,
    headers: {
      'ce-specversion': '1.0',
      'ce-type': 'com.example.someevent',
      'ce-source': '/mycontext',
      'ce-id': 'A%E2%82%AC1',
      'ce-partitionkey': '"k 1"',
      'content-type': 'application/json; charset=utf-8',
    },
    body: ` ${DATA}\n`,
  });
  assert.deepEqual([binary.status, binary.json], [202, { id, status: 'accepted' }], binary.text);
  const batch = await call(`${url}/api/events/batch`, 'POST', {
    key,
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: `[${cloudEvent('A€1', attributes)}, ${cloudEvent('2', { specversion: '0.3' })}]`,
  });
  assert.equal(batch.status, 202, batch.text);
  const items = batch.json.items as Record<string, string>[];
  assert.deepEqual(items[0], { id, status: 'accepted' });
  assert.deepEqual([items[1]?.status, items[1]?.pointer], ['refused', '/specversion']);

  const collected = await collectTopic(t, topics.brokers, topics.topics.events);
  const records = await until('all three are read', () => collected.length === 3 && collected);
  for (const record of records) {
    const event = createEventCodec().decode(record.value ?? Buffer.alloc(0));
    assert.equal(event.id, id);
    assert.equal(event.type, 'com.example.someevent');
    assert.equal(event.dedup_id, 'A€1');
    assert.equal(event.ordering_key, 'k 1');
    assert.equal(record.key?.toString(), eventKey(organizationId, 'k 1'));
    assert.equal(payloadOf(event.body).toString(), DATA);
  }
});

test('what is no CloudEvent, or none that is taken, is refused with a pointer or the name of the header', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const structured: [string, number, string, string?][] = [
    [cloudEvent('1', { specversion: '0.3' }), 400, 'HPL_REQUEST_INVALID', '/specversion'],
    [cloudEvent('1', { id: '' }), 400, 'HPL_REQUEST_INVALID', '/id'],
    [cloudEvent('1', { type: 'a/b' }), 400, 'HPL_REQUEST_INVALID', '/type'],
    [cloudEvent('1', { source: undefined }), 400, 'HPL_REQUEST_INVALID', '/source'],
    [cloudEvent('1', { data_base64: 'AAAA' }), 400, 'HPL_REQUEST_INVALID', '/data_base64'],
    [cloudEvent('1', { datacontenttype: 'text/xml' }), 400, 'HPL_REQUEST_INVALID', '/datacontenttype'],
    ['{"type":"a","payload":{}}', 400, 'HPL_REQUEST_INVALID'],
    ['', 400, 'HPL_REQUEST_MALFORMED'],
    ['[]', 400, 'HPL_REQUEST_MALFORMED'],
  ];
  for (const [body, status, code, pointer] of structured) {
    const answer = await call(`${url}/api/events`, 'POST', { key, headers: STRUCTURED, body });
    assert.deepEqual([answer.status, answer.json.code], [status, code], answer.text);
    if (pointer !== undefined) assert.equal(answer.json.pointer, pointer);
  }
  const attributes = { 'ce-specversion': '1.0', 'ce-type': 'a', 'ce-source': '/x', 'ce-id': '1' };
  const binary: [Record<string, string>, string, number, string, RegExp][] = [
    [{ 'ce-id': '' }, '{}', 400, 'HPL_REQUEST_HEADER_INVALID', /ce-id/],
    [{ 'ce-id': '%ff' }, '{}', 400, 'HPL_REQUEST_HEADER_INVALID', /ce-id/],
    [{ 'ce-type': 'a b' }, '{}', 400, 'HPL_REQUEST_HEADER_INVALID', /ce-type/],
    [{ 'ce-specversion': '2.0' }, '{}', 400, 'HPL_REQUEST_HEADER_INVALID', /ce-specversion/],
    [{}, '[]', 400, 'HPL_REQUEST_MALFORMED', /not a JSON object/],
    [{}, '{"a":"\\u0000"}', 400, 'HPL_REQUEST_INVALID', /U\+0000/],
    [{ 'content-type': 'application/xml' }, '<a/>', 415, 'HPL_REQUEST_MEDIA_TYPE', /application\/json/],
  ];
  for (const [change, body, status, code, detail] of binary) {
    const answer = await call(`${url}/api/events`, 'POST', {
      key,
      headers: { ...attributes, ...change },
      body,
    });
    assert.deepEqual([answer.status, answer.json.code], [status, code], answer.text);
    assert.match(String(answer.json.detail), detail);
  }
  const { 'ce-source': _, ...sourceless } = attributes;
  const answer = await call(`${url}/api/events`, 'POST', { key, headers: sourceless, body: '{}' });
  assert.deepEqual([answer.status, answer.json.detail], [400, 'the header ce-source is required']);
});

test('a header that names the event is not joined with another one into a third name', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const agent = new Agent();
  const send = async (body: string, ...more: (readonly [string, string])[]) => {
    const headers = [['x-api-key', key], ['content-type', 'application/json'], ...more] as const;
    const answer = await sendRequest(
      Number(new URL(url).port),
      { method: 'POST', path: '/api/events', headers, body: Buffer.from(body) },
      agent,
    );
    assert.ok(answer !== 'reset');
    return answer;
  };
  const own = '{"type":"a","payload":{}}';
  const binary = [
    ['ce-specversion', '1.0'],
    ['ce-type', 'a'],
    ['ce-source', '/s'],
    ['ce-id', '1'],
  ] as const;
  assert.equal((await send(own, ['idempotency-key', 'a'])).status, 202);
  assert.equal((await send('{}', ...binary)).status, 202);
  for (const answer of [
    await send(own, ['idempotency-key', 'a'], ['Idempotency-Key', 'b']),
    await send('{}', ...binary, ['ce-id', '2']),
    await send('{}', ...binary, ['ce-id', '1']),
    await send('{}', ...binary, ['ce-partitionkey', 'a'], ['ce-partitionkey', 'b']),
  ]) {
    assert.equal(answer.status, 400);
    assert.match(String(answer.body), /HPL_REQUEST_HEADER_INVALID/);
  }
});
