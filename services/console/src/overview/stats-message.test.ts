import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepStats, readStats, type StatsMessage } from './stats-message.ts';

const SENT = {
  at: '2026-03-01T12:00:00.000Z',
  seconds: 10,
  per_second: { accepted: 10, stored: 9.5, delivered: 20, failed: 0 },
  delivery_ms: { p50: 40, p95: 88.2 },
  endpoints_in_trouble: [],
};
const NOTHING = { accepted: null, stored: null, delivered: null, failed: null };

test('a message is read', () => {
  assert.deepEqual(readStats(JSON.stringify(SENT)), {
    ...{ at: Date.parse(SENT.at), accepted: 10, stored: 9.5, delivered: 20, failed: 0 },
    ...{ p50Ms: 40, p95Ms: 88.2 },
  });
});

test('what is not known yet is null', () => {
  const at = Date.parse(SENT.at);
  const gathering = { ...SENT, seconds: null, per_second: null, delivery_ms: null };
  assert.deepEqual(readStats(JSON.stringify(gathering)), { at, ...NOTHING, p50Ms: null, p95Ms: null });
  assert.deepEqual(readStats(JSON.stringify({ ...SENT, per_second: { accepted: '1' } })), {
    ...{ at, ...NOTHING, p50Ms: 40, p95Ms: 88.2 },
  });
});

test('what is no message is none', () => {
  for (const data of ['', 'null', '{}', '[1]', JSON.stringify({ ...SENT, at: 'now' })])
    assert.equal(readStats(data), undefined, data);
});

test('the newest are kept, and not more', () => {
  let kept: readonly StatsMessage[] = [];
  const message = readStats(JSON.stringify(SENT));
  assert.ok(message);
  for (let at = 0; at < 1000; at += 1) kept = keepStats(kept, { ...message, at });
  assert.deepEqual([kept.length, kept[0]?.at, kept.at(-1)?.at], [150, 850, 999]);
});
