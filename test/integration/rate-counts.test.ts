// The statement with which instances share the counts of the rate limits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pool } from '@hopline/postgres/pool';
import { deleteOldCounts } from '@hopline/postgres/rate-limits/delete-old-counts';
import { type OwnCounts, shareCounts } from '@hopline/postgres/rate-limits/share-counts';
import { uuidV7 } from '@hopline/wire/uuid';
import { createDatabase } from '../support/database.ts';

const WINDOW_MS = 60_000;
/** Longer than a busy machine may hold a test up between what it writes and what it asks. */
const LIVE_MS = 30_000;
const NOTHING: OwnCounts = { organizationIds: [], startsMs: [], admitted: [], demand: [] };

/** Rows of other instances; ages in windows, `silentMs` since they were written. */
async function insertRows(
  pool: Pool,
  organization: string,
  rows: { instance: string; age: number; admitted: number; demand?: number; silentMs?: number }[],
): Promise<void> {
  for (const { instance, age, admitted, demand = 0, silentMs = 0 } of rows) {
    await pool.query(
      `insert into rate_counts (organization_id, minute, instance_id, admitted, demand, updated_at)
       values ($1, now() - $2 * interval '1 millisecond', $3, $4, $5, now() - $6 * interval '1 millisecond')`,
      [organization, age * WINDOW_MS, instance, admitted, demand, silentMs],
    );
  }
}

const ask = (pool: Pool, instanceId: string, organizations: string[], own = NOTHING) =>
  shareCounts(pool, own, organizations, { instanceId, windowMs: WINDOW_MS, liveMs: LIVE_MS });

/** Equal but for what passes while a statement is on its way. */
function assertNear(actual: number | undefined, expected: number, tolerance: number): void {
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= tolerance, `${actual}, not ${expected}`);
}

test('counts weigh in full for one window and leave in the next; the last ones are not read any more', async (t) => {
  const { pool } = await createDatabase(t);
  const [self, a, b] = [uuidV7(), uuidV7(), uuidV7()];
  const organization = uuidV7();
  const begunAt = performance.now();
  await insertRows(pool, organization, [
    { instance: a, age: 0.5, admitted: 100 },
    { instance: a, age: 1.25, admitted: 400, silentMs: 20_000 },
    { instance: b, age: 1.5, admitted: 1000, silentMs: 30_000 },
    { instance: b, age: 2.5, admitted: 7000, silentMs: 60_000 },
    { instance: self, age: 0.5, admitted: 50_000 },
  ]);
  const askedMs = Date.now();
  const { others, nowMs } = await ask(pool, self, [organization]);
  assert.equal(others.length, 1);
  const [counts] = others;
  // 100 in full, 75 % of 400, half of 1000. 1400 leave in a minute, as much of them as the test has taken of it.
  const decay = 1400 / WINDOW_MS;
  const leftAtMost = decay * (performance.now() - begunAt);
  assertNear(counts?.used, 100 + 300 + 500 - leftAtMost / 2, leftAtMost / 2 + 1);
  assertNear(counts?.decay, decay, 1e-9);
  const answeredMs = Date.now();
  assertNear(nowMs, (askedMs + answeredMs) / 2, (answeredMs - askedMs) / 2 + 1000);
});

test('who has written lately is live, with its demand', async (t) => {
  const { pool } = await createDatabase(t);
  const [low, self, a, b] = [uuidV7(1), uuidV7(2), uuidV7(3), uuidV7(4)];
  const [one, two, three] = [uuidV7(), uuidV7(), uuidV7()];
  await insertRows(pool, one, [
    { instance: a, age: 0.1, admitted: 10, demand: 30 },
    { instance: a, age: 1.1, admitted: 10, demand: 0 },
    { instance: b, age: 0.1, admitted: 10, demand: 12 },
    { instance: low, age: 0.1, admitted: 10, demand: 500, silentMs: 60_000 },
  ]);
  await insertRows(pool, two, [{ instance: low, age: 0.1, admitted: 3, demand: 2.5 }]);
  const { others } = await ask(pool, self, [one, two, three]);
  const byId = new Map(others.map((counts) => [counts.organizationId, counts]));
  const partOf = (id: string) => {
    const { instances, demand, hasLower } = byId.get(id) ?? {};
    return { instances, demand, hasLower };
  };
  assert.deepEqual(partOf(one), { instances: 2, demand: 42, hasLower: false });
  assert.deepEqual(partOf(two), { instances: 1, demand: 2.5, hasLower: true });
  assert.deepEqual(partOf(three), { instances: 0, demand: 0, hasLower: false });
  assert.equal(byId.get(three)?.used, 0);
});

test('one’s own counts are written whole: again, or late and out of order, they change nothing', async (t) => {
  const { pool } = await createDatabase(t);
  const [self, other] = [uuidV7(), uuidV7()];
  const [one, two] = [uuidV7(1), uuidV7(2)];
  const startMs = Date.now() - 1000.123;
  const counts = (admitted: number): OwnCounts => ({
    organizationIds: [one, one, two],
    startsMs: [startMs, startMs - WINDOW_MS, startMs],
    admitted: [admitted, 7, 1],
    demand: [2.5, 0, 1],
  });
  for (const admitted of [5, 5, 9, 6]) await ask(pool, self, [one, two], counts(admitted));
  const { rows } = await pool.query(
    'select organization_id, admitted::int from rate_counts order by organization_id, minute desc',
  );
  assert.deepEqual(rows, [
    { organization_id: one, admitted: 9 },
    { organization_id: one, admitted: 7 },
    { organization_id: two, admitted: 1 },
  ]);
  const { others } = await ask(pool, other, [one]);
  assertNear(others[0]?.used, 9 + 7, 1);
  assert.equal(others[0]?.instances, 1);
});

test('instances that write at once do not wait for each other', async (t) => {
  const { pool } = await createDatabase(t);
  const organizations = Array.from({ length: 200 }, () => uuidV7());
  const startMs = Date.now();
  const write = (order: string[], n: number) =>
    ask(pool, uuidV7(), order, {
      organizationIds: order,
      startsMs: order.map(() => startMs),
      admitted: order.map(() => n),
      demand: order.map(() => n),
    });
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([write(organizations, round), write(organizations.toReversed(), round)]);
  }
  const { others } = await ask(pool, uuidV7(), organizations);
  assert.ok(others.every(({ instances }) => instances === 10));
});

test('old counts are deleted in steps, the oldest first, and those that count stay', async (t) => {
  const { pool } = await createDatabase(t);
  const [organization, instance] = [uuidV7(), uuidV7()];
  await insertRows(
    pool,
    organization,
    [0, 1, 2, 4, 5, 6].map((age) => ({ instance, age, admitted: age })),
  );
  const left = async () =>
    (await pool.query<{ n: number }>('select admitted::int as n from rate_counts order by 1')).rows.map(
      ({ n }) => n,
    );
  assert.equal(await deleteOldCounts(pool, 3 * WINDOW_MS, 2), 2);
  assert.deepEqual(await left(), [0, 1, 2, 4]);
  assert.equal(await deleteOldCounts(pool, 3 * WINDOW_MS, 2), 1);
  assert.equal(await deleteOldCounts(pool, 3 * WINDOW_MS, 2), 0);
  assert.deepEqual(await left(), [0, 1, 2]);
});
