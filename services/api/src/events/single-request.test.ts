import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, InvalidHeaderError, RequestInvalidError, RequestMalformedError } from '../errors.ts';
import { readSingle, type SingleFormat } from './single-request.ts';

function read(body: string, headers: Record<string, string> = {}, format: SingleFormat = 'json') {
  const headersDistinct = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return readSingle({ format, bytes: Buffer.from(body) }, { headers, headersDistinct });
}

/** Code and pointer of the refusal. */
function refusal(body: string, headers: Record<string, string>, format: SingleFormat = 'json') {
  try {
    read(body, headers, format);
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return [error.code, error.pointer ?? error.message];
  }
  return assert.fail(`accepted: ${body} ${JSON.stringify(headers)}`);
}

test('Idempotency-Key stands for a missing dedup_id, as it was sent, when it is visible ASCII', () => {
  const body = '{"type":"a","payload":{}}';
  assert.equal(read(body).dedupId, null);
  assert.equal(read(body, { 'idempotency-key': '"8e03978e"' }).dedupId, '"8e03978e"');
  assert.equal(
    read('{"type":"a","payload":{},"dedup_id":"d"}', { 'idempotency-key': 'h' }).dedupId,
    'd',
    'the event is named by its own member',
  );
  for (const key of ['', 'a b', 'Ã©', 'x'.repeat(256)]) {
    assert.throws(() => read(body, { 'idempotency-key': key }), InvalidHeaderError, key);
  }
});

const CLOUD_EVENT = {
  specversion: '1.0',
  id: 'A234-1234-1234',
  source: 'https://example.com/cloudevents/pull',
  type: 'com.example.pull_request.opened',
  data: {},
};

test('a CloudEvent in structured mode: id is the dedup_id, partitionkey the ordering key, data the payload', () => {
  const data = '{ "n" : 12345678901234567890 }';
  const event = read(
    `{"specversion":"1.0","type":"com.example.opened","source":"/x","subject":"123","id":"A-1",
      "time":"2018-04-05T17:31:00Z","comexampleextension1":"value","comexampleothervalue":5,"partitionkey":"p",
      "datacontenttype":"application/json; charset=utf-8","data":${data} }`,
    { 'idempotency-key': 'ignored, since there is an id' },
    'cloud-event',
  );
  const { payload, ...rest } = event;
  assert.deepEqual(rest, { type: 'com.example.opened', dedupId: 'A-1', orderingKey: 'p' });
  assert.equal(payload.toString(), data);
});

test('what a CloudEvent in structured mode lacks, or has and may not have, is pointed at', () => {
  const cases: [object, string][] = [
    [{ specversion: undefined }, '/specversion'],
    [{ specversion: '0.3' }, '/specversion'],
    [{ id: undefined }, '/id'],
    [{ id: '' }, '/id'],
    [{ id: 7 }, '/id'],
    [{ id: 'é'.repeat(128) }, '/id'],
    [{ source: undefined }, '/source'],
    [{ source: '' }, '/source'],
    [{ type: undefined }, '/type'],
    [{ type: 'a/b' }, '/type'],
    [{ data: undefined }, '/data'],
    [{ data: 'text' }, '/data'],
    [{ data: [1] }, '/data'],
    [{ data: undefined, data_base64: 'AAAA' }, '/data_base64'],
    [{ datacontenttype: 'text/xml' }, '/datacontenttype'],
    [{ partitionkey: '' }, '/partitionkey'],
    [{ partitionkey: 'x'.repeat(256) }, '/partitionkey'],
    [{ subject: '\u0000' }, '/subject'],
    [{ id: null }, '/id'],
    [{ specversion: null }, '/specversion'],
    [{ data: null }, '/data'],
    [{ datacontenttype: 'application/jsonx' }, '/datacontenttype'],
    [{ datacontenttype: 'json' }, '/datacontenttype'],
  ];
  for (const [change, pointer] of cases) {
    const body = JSON.stringify({ ...CLOUD_EVENT, ...change });
    assert.deepEqual(refusal(body, {}, 'cloud-event'), ['HPL_REQUEST_INVALID', pointer], body);
  }
  for (const datacontenttype of [
    'application/json',
    'Application/JSON;charset=utf-8',
    'application/vnd.x+json',
    'text/json',
    'image/svg+JSON; a=b',
    null,
  ]) {
    assert.equal(
      read(JSON.stringify({ ...CLOUD_EVENT, datacontenttype }), {}, 'cloud-event').dedupId,
      CLOUD_EVENT.id,
    );
  }
});

test('an attribute of a CloudEvent that is null is not there', () => {
  const nulls = { partitionkey: null, datacontenttype: null, subject: null, data_base64: null, x: null };
  const { orderingKey, dedupId } = read(JSON.stringify({ ...CLOUD_EVENT, ...nulls }), {}, 'cloud-event');
  assert.deepEqual([orderingKey, dedupId], [null, CLOUD_EVENT.id]);
});

const BINARY = { 'ce-specversion': '1.0', 'ce-id': 'A-1', 'ce-source': '/x', 'ce-type': 'order.created' };

test('a CloudEvent in binary mode: the whole body is the payload, whatever its members are called', () => {
  const { payload, ...rest } = read(' {"type":7, "payload":[1.0], "id":null}\n', {
    ...BINARY,
    'ce-partitionkey': 'p%20q',
    'ce-subject': 'kept nowhere',
    'idempotency-key': 'ignored, since there is an id',
  });
  assert.deepEqual(rest, { type: 'order.created', dedupId: 'A-1', orderingKey: 'p q' });
  assert.equal(payload.toString(), '{"type":7, "payload":[1.0], "id":null}');
});

test('what a CloudEvent in binary mode lacks, or has and may not have, is named', () => {
  for (const name of Object.keys(BINARY)) {
    const { [name]: _, ...others } = BINARY as Record<string, string>;
    const [code, detail] = refusal('{}', others);
    assert.equal(code, 'HPL_REQUEST_HEADER_INVALID');
    assert.equal(detail, `the header ${name} is required`);
  }
  const cases: [Record<string, string>, RegExp][] = [
    [{ 'ce-specversion': '0.3' }, /ce-specversion must be 1\.0/],
    [{ 'ce-id': '' }, /ce-id must not be empty/],
    [{ 'ce-id': '""' }, /ce-id must not be empty/],
    [{ 'ce-id': 'caf\u00e9' }, /ce-id must be printable ASCII/],
    [{ 'ce-id': '%00' }, /ce-id must be printable ASCII/],
    [{ 'ce-id': '%C3' }, /ce-id must be printable ASCII/],
    [{ 'ce-id': '%ED%A0%80' }, /ce-id must be printable ASCII/],
    [{ 'ce-id': '%C3%A9'.repeat(128) }, /ce-id must not be longer than 255 bytes/],
    [{ 'ce-type': 'a/b' }, /ce-type must match/],
    [{ 'ce-partitionkey': '' }, /ce-partitionkey must not be empty/],
    [{ 'ce-partitionkey': 'x'.repeat(256) }, /ce-partitionkey must not be longer/],
  ];
  for (const [change, detail] of cases) {
    const [code, message] = refusal('{}', { ...BINARY, ...change });
    assert.equal(code, 'HPL_REQUEST_HEADER_INVALID');
    assert.match(message ?? '', detail);
  }
});

test('the data of a CloudEvent in binary mode is a JSON object that can be stored', () => {
  for (const body of ['', '[]', '1', '{', '{} {}', '{"a":1,}']) {
    assert.throws(() => read(body, BINARY), RequestMalformedError, body);
  }
  for (const body of ['{"a":"\\u0000"}', `{"a":${'['.repeat(32)}${']'.repeat(32)}}`]) {
    assert.throws(() => read(body, BINARY), RequestInvalidError, body);
  }
});
