import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../support/until.ts';
import { createTenant, startApi } from './api-fixture.ts';

test('a request that takes longer than SLOW_REQUEST has a line that says what it was', async (t) => {
  const { url, lines, database } = await startApi(t, { SLOW_REQUEST: '1ms' });
  const client = await database.pool.connect();
  await client.query('begin');
  await client.query('lock table organizations in exclusive mode');
  const made = createTenant(url);
  await until('it waits for the lock', async () => {
    const { rowCount } = await database.pool.query(
      `select from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and not l.granted`,
    );
    return rowCount !== 0;
  });
  const seen = performance.now();
  await until('a millisecond is over', () => performance.now() - seen > 1);
  await client.query('rollback');
  client.release();
  await made;
  // It is written when the answer is out, which its reader may be told of first.
  const line = await until('its line', () =>
    lines.find(({ message, fields }) => message === 'request.slow' && fields.status === 201),
  );
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
