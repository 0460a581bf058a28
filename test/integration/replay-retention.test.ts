// Replays go when their deliveries have gone; what is open stays, and is found without those that are over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COUNT_OPEN } from '@hopline/postgres/replays/create-replay';
import { DELETE_REPLAYS } from '@hopline/postgres/retention/delete-replays';
import { uuidV7 } from '@hopline/wire/uuid';
import { inReverse } from '../support/cleanup.ts';
import { DAY_MS, RETENTION_MS, type RetentionFixture, retentionFixture } from '../support/retention.ts';

/** Stores replays with two parts each, asked for long ago. Those that are over ended at `endedAt`, SQL. */
async function addReplays(
  { pool, endpoint }: RetentionFixture,
  count: number,
  state: string,
  endedAt = 'null',
) {
  const ids = Array.from({ length: count }, () => uuidV7());
  await pool.query(
    `insert into replays (id, organization_id, selection, from_at, to_at, rate, state, created_at, ended_at)
     select id, $2, 'failed', now() - interval '90 days', now() - interval '80 days', 50, $3, now() - interval '80 days', ${endedAt}
       from unnest($1::uuid[]) as given (id)`,
    [ids, endpoint.organizationId, state],
  );
  await pool.query(
    `insert into replay_parts (replay_id, endpoint_id)
     select id, endpoint_id from unnest($1::uuid[]) as given (id), unnest(array[$2, gen_random_uuid()]) as endpoint_id`,
    [ids, endpoint.id],
  );
  return ids;
}

async function idsIn({ pool }: RetentionFixture, table: 'replays' | 'replay_parts') {
  const column = table === 'replays' ? 'id' : 'replay_id';
  const { rows } = await pool.query<{ id: string }>(`select distinct ${column} as id from ${table}`);
  return rows.map(({ id }) => id).sort();
}

test('a replay goes with the day in which it ended, in steps; one that is open stays, however old', async (t) => {
  const r = await retentionFixture(inReverse(t));
  // More than a step begins with.
  await addReplays(r, 300, 'finished', "now() - interval '60 days'");
  await addReplays(r, 1, 'cancelled', "now() - interval '33 days'");
  // The last day that is gone, by an hour of grace, and the first one that is not.
  const gone = `date_trunc('day', now() - interval '30 days 1 hour', 'UTC')`;
  await addReplays(r, 1, 'finished', `${gone} - interval '1 microsecond'`);
  const kept = [
    ...(await addReplays(r, 1, 'finished', gone)),
    ...(await addReplays(r, 1, 'cancelled', 'now()')),
    ...(await addReplays(r, 2, 'paused')),
    ...(await addReplays(r, 2, 'running')),
  ].sort();
  assert.equal(await r.round(), false);
  for (const table of ['replays', 'replay_parts'] as const)
    assert.deepEqual(await idsIn(r, table), kept, table);
  assert.deepEqual(
    r.lines.map(({ message, fields }) => [message, fields.replays]),
    [['replays.dropped', 302]],
  );
  // With nothing to drop nothing is said.
  assert.equal(await r.round(), false);
  assert.equal(r.lines.length, 1);
});

test('nothing of a replay is dropped by a clock that is ahead', async (t) => {
  const r = await retentionFixture(inReverse(t));
  const ids = await addReplays(r, 1, 'finished', "now() - interval '20 days'");
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 90 * DAY_MS });
  await r.round();
  assert.deepEqual(await idsIn(r, 'replays'), ids);
});

test('what is open is counted, and what is over is found, by indexes of their own', async (t) => {
  const r = await retentionFixture(inReverse(t));
  await addReplays(r, 5000, 'finished', "now() - random() * interval '29 days'");
  await addReplays(r, 10, 'finished', "now() - interval '60 days'");
  await addReplays(r, 3, 'paused');
  await r.pool.query('analyze replays');
  const planOf = async (text: string, values: unknown[]) => {
    const { rows } = await r.pool.query(`explain ${text}`, values);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  const { organizationId } = r.endpoint;
  const count = await planOf(COUNT_OPEN, [organizationId]);
  assert.match(count, /replays_open/);
  assert.deepEqual((await r.pool.query(COUNT_OPEN, [organizationId])).rows, [{ open: 3 }]);
  const found = await planOf(DELETE_REPLAYS, [RETENTION_MS, Date.now(), 100]);
  assert.match(found, /replays_ended/);
  for (const plan of [count, found]) assert.doesNotMatch(plan, /Seq Scan on replays/);
});
