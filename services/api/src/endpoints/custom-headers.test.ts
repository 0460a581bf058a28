import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Compile } from 'typebox/compile';
import { CustomHeaders, readCustomHeaders } from './custom-headers.ts';

const schema = Compile(CustomHeaders);
const one = (name: string, value = 'x') => [{ name, value }];

test('names are tokens and values are field values, as RFC 9110 has them', () => {
  for (const [name, value, fits] of [
    ['authorization', 'Bearer a.b-c_d==', true],
    ["X-!#$%&'*+.^_`|~9", 'a', true],
    ['x-empty', '', true],
    ['x-tab', 'a\tb c', true],
    ['x', ' a', false],
    ['x', 'a ', false],
    ['x', '\t', false],
    ['x', 'a\r\nwebhook-id: 1', false],
    ['x', 'a\nb', false],
    ['x', 'a\0', false],
    ['x', 'ä', false],
    ['x', '\x7f', false],
    ['x', 'a'.repeat(1024), true],
    ['x', 'a'.repeat(1025), false],
    ['', 'a', false],
    ['x y', 'a', false],
    ['x:', 'a', false],
    ['x\r\n', 'a', false],
    ['ü', 'a', false],
    ['x'.repeat(64), 'a', true],
    ['x'.repeat(65), 'a', false],
  ] as const) {
    assert.equal(
      schema.Check(one(name, value)),
      fits,
      JSON.stringify([name.slice(0, 70), value.slice(0, 40)]),
    );
  }
  assert.equal(schema.Check(Array.from({ length: 21 }, (_, i) => one(`x-${i}`)[0])), false);
});

test('names are kept in lower case', () => {
  const read = readCustomHeaders([...one('Authorization', 'Bearer A'), ...one('x-Tenant', 'B')]);
  assert.deepEqual(read, { authorization: 'Bearer A', 'x-tenant': 'B' });
  assert.equal(Object.getOwnPropertyDescriptor(readCustomHeaders(one('__proto__')), '__proto__')?.value, 'x');
});

test('none of ours, none that frames the message and none for one connection may be set', () => {
  for (const name of [
    ...['webhook-id', 'Webhook-Signature', 'webhook-timestamp', 'webhook-anything', 'hopline-x'],
    ...['content-type', 'Content-Length', 'content-encoding', 'content-digest', 'user-agent', 'traceparent'],
    ...['host', 'transfer-encoding', 'connection', 'keep-alive', 'te', 'trailer', 'upgrade', 'expect'],
    ...['proxy-authorization', 'proxy-connection', 'http2-settings', 'tracestate', 'baggage', 'date'],
  ]) {
    assert.throws(
      () => readCustomHeaders([...one('x-a'), ...one(name)]),
      { pointer: '/headers/1/name' },
      name,
    );
  }
});

test('a name that stands twice, and too much of all, is refused', () => {
  assert.throws(() => readCustomHeaders([...one('x-a'), ...one('X-A')]), { pointer: '/headers/1/name' });
  const long = Array.from({ length: 5 }, (_, i) => one(`x-${i}`, 'a'.repeat(1000))[0]).filter((h) => !!h);
  assert.throws(() => readCustomHeaders(long), { pointer: '/headers/4' });
  assert.equal(Object.keys(readCustomHeaders(long.slice(0, 4))).length, 4);
});
