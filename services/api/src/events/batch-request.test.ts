import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_BATCH_EVENTS, MAX_EVENT_BYTES } from '@hopline/wire/limits';
import fc from 'fast-check';
import { ApiError } from '../errors.ts';
import { type BatchFormat, readBatch } from './batch-request.ts';

const GOOD = '{"type":"a","payload":{"n":1.0}}';

function read(format: BatchFormat, body: string | Buffer) {
  return readBatch({ format, bytes: Buffer.from(body) });
}

/** Of each item its payload's text, or code and pointer of its refusal. */
function outcomes(format: BatchFormat, body: string | Buffer): string[] {
  return read(format, body).map((item) =>
    item instanceof ApiError ? `${item.code} ${item.pointer}` : item.payload.toString(),
  );
}

function refusal(format: BatchFormat, body: string | Buffer): [string, string | undefined] {
  try {
    read(format, body);
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return [error.code, error.pointer];
  }
  return assert.fail(`accepted: ${body}`);
}

const wrap = (items: readonly string[]) => `{"events":[${items.join(',')}]}`;
const lines = (items: readonly string[]) => `${items.join('\n')}\n`;

test('each payload is a cut of the bytes, in all formats', () => {
  const payloads = ['{ "n" : 12345678901234567890 }', '{"a":"\\u00e9\\/"}', '{}', '{"b":[1,{"c":null}]}'];
  const events = payloads.map((payload, i) => `{ "type":"t.${i}" ,"payload": ${payload}}`);
  assert.deepEqual(outcomes('json', ` { "events" : [ ${events.join(' , ')} ] } `), payloads);
  assert.deepEqual(outcomes('lines', events.join('\r\n')), payloads);
  const clouds = payloads.map(
    (data, i) => `{"specversion":"1.0","id":"${i}","source":"s","type":"t","data": ${data} }`,
  );
  assert.deepEqual(outcomes('cloud-events', `[${clouds.join(',\n')}]`), payloads);
});

test('any events come out as they went in, in their order', () => {
  const event = fc.record({ type: fc.stringMatching(/^[a-z.]{1,20}$/), payload: fc.object({ maxDepth: 3 }) });
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 8 }), (events) => {
      const texts = events.map((one) => JSON.stringify(one));
      fc.pre(texts.every((text) => text.isWellFormed() && !/\\u(0000|d[89a-f])/.test(text)));
      const payloads = events.map(({ payload }) => JSON.stringify(payload));
      assert.deepEqual(outcomes('json', wrap(texts)), payloads);
      assert.deepEqual(outcomes('lines', lines(texts)), payloads);
    }),
  );
});

test('what is wrong with one event refuses that one alone, with a pointer within it', () => {
  const items = [
    GOOD,
    '{"type":"a b","payload":{}}',
    '7',
    'null',
    '[{}]',
    '{"type":"a"}',
    '{"type":"a","payload":{"x":"\\u0000"}}',
    `{"type":"a","payload":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}`,
    '{"type":"a","payload":{},"x/y":1}',
    `{"type":"a","payload":{"t":"${'x'.repeat(MAX_EVENT_BYTES)}"}}`,
    GOOD,
  ];
  const invalid = (pointer: string) => `HPL_REQUEST_INVALID ${pointer}`;
  const malformed = 'HPL_REQUEST_MALFORMED undefined';
  const inside = [
    invalid('/payload'),
    invalid('/payload'),
    invalid('/payload'),
    invalid('/x~1y'),
    'HPL_REQUEST_TOO_LARGE undefined',
    '{"n":1.0}',
  ];
  assert.deepEqual(outcomes('json', wrap(items)), [
    '{"n":1.0}',
    invalid('/type'),
    invalid(''),
    invalid(''),
    invalid(''),
    ...inside,
  ]);
  assert.deepEqual(outcomes('lines', lines(items)), [
    '{"n":1.0}',
    invalid('/type'),
    malformed,
    malformed,
    malformed,
    ...inside,
  ]);
});

test('in NDJSON a line that is not JSON, or not UTF-8, is refused alone, and empty lines are passed over', () => {
  const body = Buffer.concat([
    Buffer.from(`\n${GOOD}\n \t\r\n{"type":\n`),
    Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d, 0x0a]),
    Buffer.from(`${GOOD}${GOOD}\n${GOOD}`),
  ]);
  const malformed = 'HPL_REQUEST_MALFORMED undefined';
  assert.deepEqual(outcomes('lines', body), ['{"n":1.0}', malformed, malformed, malformed, '{"n":1.0}']);
});

test('a body whose events cannot be told apart is refused as a whole', () => {
  const malformed = [
    '',
    '{',
    '[]',
    '7',
    wrap([GOOD, '{"type":']),
    `${wrap([GOOD])}x`,
    wrap([GOOD, '']),
    `${wrap([GOOD])},`,
  ];
  for (const body of malformed)
    assert.deepEqual(refusal('json', body), ['HPL_REQUEST_MALFORMED', undefined], body);
  for (const body of ['', '{', '{}', '7', `[${GOOD}`, `[${GOOD},]`]) {
    assert.deepEqual(refusal('cloud-events', body), ['HPL_REQUEST_MALFORMED', undefined], body);
  }
  assert.deepEqual(refusal('json', Buffer.from([...Buffer.from('{"events":["'), 0xff, 0x22, 0x5d, 0x7d])), [
    'HPL_REQUEST_MALFORMED',
    undefined,
  ]);
  const invalid: [string, string][] = [
    ['{}', '/events'],
    ['{"events":[]}', '/events'],
    ['{"events":{}}', '/events'],
    ['{"events":null}', '/events'],
    [`{"events":[${GOOD}],"x":1}`, '/x'],
  ];
  for (const [body, pointer] of invalid) {
    assert.deepEqual(refusal('json', body), ['HPL_REQUEST_INVALID', pointer], body);
  }
  assert.deepEqual(refusal('lines', ' \n\n'), ['HPL_REQUEST_INVALID', '']);
  assert.deepEqual(refusal('cloud-events', '[]'), ['HPL_REQUEST_INVALID', '']);
});

test('a batch has at most 500 events, bad ones too', () => {
  const full = Array<string>(MAX_BATCH_EVENTS).fill('{}');
  for (const [format, body] of [
    ['json', wrap],
    ['lines', lines],
    ['cloud-events', (items: readonly string[]) => `[${items.join(',')}]`],
  ] as const) {
    assert.equal(read(format, body(full)).length, MAX_BATCH_EVENTS);
    assert.deepEqual(refusal(format, body([...full, '{}'])), ['HPL_REQUEST_TOO_LARGE', undefined]);
  }
});

test('a list that stands twice is refused: each could hold 500 events more', () => {
  const twice = `{"events":[${GOOD}],"events":[${GOOD}]}`;
  assert.deepEqual(refusal('json', twice), ['HPL_REQUEST_INVALID', '/events']);
});

test('an event with more members than any has is refused without looking at them, and alone', () => {
  const many = (count: number) =>
    `{${Array.from({ length: count }, () => '"type":"a"').join(',')},"payload":{}}`;
  const items = [many(63), many(64), GOOD];
  const expected = ['{}', 'HPL_REQUEST_INVALID ', '{"n":1.0}'];
  assert.deepEqual(outcomes('json', wrap(items)), expected);
  assert.deepEqual(outcomes('lines', lines(items)), expected);
  const cloud = (count: number) =>
    `{${'"x":1,'.repeat(count - 5)}"specversion":"1.0","id":"1","source":"s","type":"t","data":{}}`;
  assert.deepEqual(outcomes('cloud-events', `[${[cloud(64), cloud(65)].join(',')}]`), expected.slice(0, 2));
});

/** What it costs this thread to read the body, in microseconds of a processor, whatever comes of it. */
function costOf(format: BatchFormat, body: string): number {
  const bytes = Buffer.from(body);
  const before = process.threadCpuUsage();
  try {
    readBatch({ format, bytes });
  } catch (error) {
    assert.ok(error instanceof ApiError);
  }
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}

test('no body takes many times as long to refuse as a batch of its size takes to read', () => {
  const event = `{"type":"a.b","dedup_id":"d","payload":{"n":[1,2],"t":"${'x'.repeat(2030)}"}}`;
  const valid = wrap(Array(490).fill(event));
  const list = `"events":[${Array(MAX_BATCH_EVENTS).fill('7').join(',')}]`;
  const cases: [name: string, format: BatchFormat, body: string][] = [
    ['members', 'json', wrap([`{${'"":1,'.repeat(209_000)}"":1}`])],
    ['members in lines', 'lines', lines(Array(4).fill(`{${'"":1,'.repeat(52_000)}"":1}`))],
    ['open brackets', 'json', '['.repeat(1 << 20)],
    ['open brackets in an event', 'json', `{"events":[${'['.repeat(1 << 20)}`],
    ['open brackets in an array', 'cloud-events', '['.repeat(1 << 20)],
    ['lists', 'json', `{${Array(1000).fill(list).join(',')}}`],
    ['empty lists', 'json', `{${Array(80_000).fill('"events":[]').join(',')}}`],
    ['empty lines', 'lines', '\n'.repeat(1 << 20)],
    ['a body that is cut off', 'json', valid.slice(0, -1)],
  ];
  for (const [name, format, body] of cases) {
    // By turns: what makes the machine slow for a while does so for both.
    const rounds = Array.from({ length: 7 }, () => [costOf('json', valid), costOf(format, body)] as const);
    const [ofValid, ofBody] = [0, 1].map((i) => Math.min(...rounds.map((round) => round[i as 0 | 1])));
    const times = (ofBody ?? 0) / (ofValid ?? 0);
    assert.ok(times < 9, `${name}: ${times.toFixed(1)} times`);
  }
});
