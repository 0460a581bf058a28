import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RequestInvalidError } from '../errors.ts';
import { scanDocument } from '../json/parse-document.ts';
import { readEvent } from './event-request.ts';
import type { PostedEvent } from './posted-event.ts';

function read(body: string): PostedEvent | RequestInvalidError {
  const bytes = Buffer.from(body);
  return readEvent(bytes, scanDocument(bytes));
}

function accepted(body: string): PostedEvent {
  const event = read(body);
  if (event instanceof RequestInvalidError) assert.fail(`${event.pointer}: ${event.message}`);
  return event;
}

function pointerOf(body: string): string | undefined {
  const event = read(body);
  return event instanceof RequestInvalidError ? event.pointer : undefined;
}

test('the payload is a cut of the bytes, under either of its names, also when the name is escaped', () => {
  const payload = '{"n": 10000000000000000001 }';
  for (const name of ['payload', 'data', 'pay\\u006coad']) {
    assert.equal(accepted(`{"type":"a","${name}": ${payload} }`).payload.toString(), payload);
  }
  assert.equal(accepted(`{"type":"a","payload":{},"payload":${payload}}`).payload.toString(), payload);
});

test('an event is read as JSON.parse reads it, in any order of its members', () => {
  const key = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((text) => !/[\\\0]/.test(text));
  const members = fc.record(
    {
      type: fc.stringMatching(/^[A-Za-z0-9_.-]{1,128}$/),
      dedup_id: key,
      ordering_key: key,
      payload: fc.object(),
    },
    { requiredKeys: ['type', 'payload'] },
  );
  fc.assert(
    fc.property(members, fc.nat(), fc.nat(3), (event, turn, indent) => {
      const entries = Object.entries(event);
      const at = turn % entries.length;
      const text = JSON.stringify(
        Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)]),
        null,
        indent,
      );
      fc.pre(text.isWellFormed() && !/\\u(0000|d[89a-f])/.test(text));
      const { payload, type, dedupId, orderingKey } = accepted(text);
      assert.deepEqual(
        { type, dedupId, orderingKey, payload: JSON.parse(payload.toString()) },
        {
          type: event.type,
          dedupId: event.dedup_id ?? null,
          orderingKey: event.ordering_key ?? null,
          payload: JSON.parse(text).payload,
        },
      );
    }),
  );
});

test('one of payload and data is needed, and not both, and it is an object', () => {
  assert.equal(pointerOf('{"type":"a"}'), '/payload');
  assert.equal(pointerOf('{"type":"a","data":{},"payload":{}}'), '/data');
  for (const value of ['[]', '"x"', 'null', '1', 'true']) {
    assert.equal(pointerOf(`{"type":"a","payload":${value}}`), '/payload', value);
    assert.equal(pointerOf(`{"type":"a","data":${value}}`), '/data', value);
  }
});

test('a member that is missing, unknown or of another type is pointed at', () => {
  const cases: [string, string, RegExp][] = [
    ['{"payload":{}}', '/type', /^is required$/],
    ['{"type":null,"payload":{}}', '/type', /type string/],
    ['{"type":["a"],"payload":{}}', '/type', /type string/],
    ['{"type":"","payload":{}}', '/type', /pattern/],
    [`{"type":"${'x'.repeat(129)}","payload":{}}`, '/type', /pattern/],
    ['{"type":"a\\n","payload":{}}', '/type', /pattern/],
    ['{"type":"a","payload":{},"dedup_id":7}', '/dedup_id', /type string/],
    ['{"type":"a","payload":{},"dedup_id":null}', '/dedup_id', /type string/],
    ['{"type":"a","payload":{},"ordering_key":{}}', '/ordering_key', /type string/],
    ['{"type":"a","payload":{},"Type":"b"}', '/Type', /not a known member/],
    ['{"type":"a","payload":{},"__proto__":{}}', '/__proto__', /not a known member/],
    ['{"type":"a","payload":{},"constructor":{}}', '/constructor', /not a known member/],
    ['{}', '/type', /^is required$/],
  ];
  for (const [body, pointer, detail] of cases) {
    const event = read(body);
    assert.ok(event instanceof RequestInvalidError, body);
    assert.equal(event.pointer, pointer, body);
    assert.match(event.message, detail, body);
  }
});

test('what cannot be stored is refused in every member', () => {
  assert.equal(pointerOf('{"type":"a","payload":{},"dedup_id":"\\u0000"}'), '/dedup_id');
  assert.equal(pointerOf('{"type":"a","payload":{},"dedup_id":"a\\ud800"}'), '/dedup_id');
  assert.equal(pointerOf('{"type":"a","payload":{},"ordering_key":"\\udc00"}'), '/ordering_key');
  assert.equal(pointerOf('{"type":"a","payload":{"a":[{"b":"\\u0000"}]}}'), '/payload');
  assert.equal(accepted('{"type":"a","payload":{},"dedup_id":"\\ud83d\\ude00"}').dedupId, '😀');
});

test('keys are counted in bytes of UTF-8', () => {
  const withKey = (name: string, key: string) => `{"type":"a","payload":{},"${name}":"${key}"}`;
  for (const name of ['dedup_id', 'ordering_key']) {
    for (const key of ['x', 'x'.repeat(255), 'é'.repeat(127), '€'.repeat(85), '😀'.repeat(63)]) {
      assert.equal(pointerOf(withKey(name, key)), undefined, key);
    }
    for (const key of ['', 'x'.repeat(256), 'é'.repeat(128), '€'.repeat(86), '😀'.repeat(64)]) {
      assert.equal(pointerOf(withKey(name, key)), `/${name}`, key);
    }
  }
});
