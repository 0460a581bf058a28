import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTenant, startApi } from './api-fixture.ts';

test('a request that takes longer than SLOW_REQUEST has a line that says what it was', async (t) => {
  // To make a key takes an argon2id, which is far more than a millisecond.
  const { url, lines } = await startApi(t, { SLOW_REQUEST: '1ms' });
  await createTenant(url);
  const line = lines.find(({ message, fields }) => message === 'request.slow' && fields.status === 201);
  assert.ok(line, JSON.stringify(lines));
  const { method, route, duration_ms, trace_id } = line.fields;
  assert.deepEqual([method, route], ['POST', '/api/keys/generate']);
  assert.ok(Number(duration_ms) >= 1);
  assert.match(String(trace_id), /^[0-9a-f]{32}$/);
});

test('a request that takes less has none', async (t) => {
  const { url, lines } = await startApi(t, { SLOW_REQUEST: '1h' });
  await createTenant(url);
  assert.deepEqual(
    lines.filter(({ message }) => message === 'request.slow'),
    [],
  );
});
