// The statements behind the live figures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLiveCounts } from '@hopline/postgres/live/add-live-counts';
import { deleteOldLive } from '@hopline/postgres/live/delete-old-live';
import type { Counted } from '@hopline/postgres/live/live-counts';
import { readLiveCounts } from '@hopline/postgres/live/read-live-counts';
import { readWatched } from '@hopline/postgres/live/read-watched';
import { watchOrganizations } from '@hopline/postgres/live/watch-organizations';
import { uuidV7 } from '@hopline/wire/uuid';
import { createDatabase } from '../support/database.ts';

const counted = (organizationId: string, more: Partial<Counted> = {}): Counted => ({
  ...{ organizationId, accepted: 0, stored: 0, delivered: 0, failed: 0, latency: [] },
  ...more,
});

test('what a process counts is added up, bucket by bucket, apart from other processes and organizations', async (t) => {
  const { pool } = await createDatabase(t);
  const [one, another, a, b] = [uuidV7(), uuidV7(), uuidV7(), uuidV7()];
  await addLiveCounts(pool, one, [counted(a, { accepted: 2 }), counted(b, { failed: 1 })]);
  await addLiveCounts(pool, one, [counted(a, { accepted: 3, delivered: 3, latency: [1, 2] })]);
  await addLiveCounts(pool, one, [counted(a, { stored: 4, delivered: 4, latency: [0, 1, 3] })]);
  await addLiveCounts(pool, one, [counted(a, { stored: 1 })]);
  await addLiveCounts(pool, another, [counted(a, { accepted: 9 })]);
  const rows = await readLiveCounts(pool, [a]);
  assert.deepEqual(
    rows.toSorted((x, y) => x.accepted - y.accepted),
    [
      { ...counted(a, { accepted: 5, stored: 5, delivered: 7, latency: [1, 3, 3] }), instanceId: one },
      { ...counted(a, { accepted: 9 }), instanceId: another },
    ],
  );
  assert.deepEqual(await readLiveCounts(pool, [b]), [{ ...counted(b, { failed: 1 }), instanceId: one }]);
});

test('an organization is watched until the latest end that somebody asked for', async (t) => {
  const { pool } = await createDatabase(t);
  const [a, b] = [uuidV7(), uuidV7()];
  await watchOrganizations(pool, [a, b], 60_000);
  await watchOrganizations(pool, [b], -60_000);
  assert.deepEqual(await readWatched(pool), new Set([a, b]));
  await pool.query("update live_watches set until = now() - interval '1 second' where organization_id = $1", [
    a,
  ]);
  assert.deepEqual(await readWatched(pool), new Set([b]));
  await watchOrganizations(pool, [a], 60_000);
  assert.deepEqual(await readWatched(pool), new Set([a, b]));
});

test('beside too many others new ones are not looked at, and those that are stay so', async (t) => {
  const { pool } = await createDatabase(t);
  const [a, b, c] = [uuidV7(), uuidV7(), uuidV7()];
  assert.deepEqual(await watchOrganizations(pool, [a], 60_000, 2), new Set([a]));
  assert.deepEqual(await watchOrganizations(pool, [b], 60_000, 2), new Set([b]));
  assert.deepEqual(await watchOrganizations(pool, [a, b, c], 60_000, 2), new Set([a, b]));
  assert.deepEqual(await readWatched(pool), new Set([a, b]));
  await pool.query("update live_watches set until = now() - interval '1 second' where organization_id = $1", [
    a,
  ]);
  assert.deepEqual(await watchOrganizations(pool, [c], 60_000, 2), new Set([c]));
});

test('what is old is deleted, and nothing else', async (t) => {
  const { pool } = await createDatabase(t);
  const [process, a, b] = [uuidV7(), uuidV7(), uuidV7()];
  await watchOrganizations(pool, [a, b], 60_000);
  await addLiveCounts(pool, process, [counted(a), counted(b)]);
  await pool.query("update live_watches set until = now() - interval '1 hour' where organization_id = $1", [
    a,
  ]);
  await pool.query(
    "update live_counts set updated_at = now() - interval '1 hour' where organization_id = $1",
    [a],
  );
  await deleteOldLive(pool, 5 * 60_000);
  const { rows } = await pool.query<{ id: string }>('select organization_id as id from live_watches');
  assert.deepEqual(rows, [{ id: b }]);
  assert.deepEqual(
    (await readLiveCounts(pool, [a, b])).map(({ organizationId }) => organizationId),
    [b],
  );
});
