// The statements of ordered endpoints by themselves: which delivery of a key has its turn, and how it is found.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { cancelDelivery } from '@hopline/postgres/deliveries/cancel-delivery';
import {
  type ClaimedDelivery,
  claimDeliveries,
  claimInOrder,
} from '@hopline/postgres/deliveries/claim-deliveries';
import { readDueDeliveries } from '@hopline/postgres/deliveries/read-due-deliveries';
import { readUnclaimed } from '@hopline/postgres/deliveries/read-unclaimed';
import { recordResults } from '@hopline/postgres/deliveries/record-results';
import { retryDelivery } from '@hopline/postgres/deliveries/retry-delivery';
import { FIRST_KEY, readHeads, readHeadsOfKeys } from '@hopline/postgres/ordering/read-heads';
import { endUnavailable } from '@hopline/postgres/sweeper/end-unavailable';
import { eventDay } from '@hopline/wire/event';
import { createDatabase } from '../support/database.ts';
import { addOrganization, DAY, readDelivery } from '../support/deliveries.ts';
import { addInOrder, addOrderedEndpoint, type InOrderDelivery } from '../support/in-order.ts';

const LEASE_MS = 20_000;
const WITHIN_MS = 5000;
const YESTERDAY = eventDay(Date.parse(DAY) - 86_400_000);

const { pool } = await createDatabase({ after });
const organizationId = await addOrganization(pool);
const endpoint = (given: { skipAfter?: number | null; paused?: boolean } = {}) =>
  addOrderedEndpoint(pool, { organizationId, ...given });

/** Which of them are claimed when all are asked for at once. */
async function claimed(rows: readonly InOrderDelivery[]): Promise<number[]> {
  const claims = await Promise.all(
    [...Map.groupBy(rows, ({ day }) => day)].map(([day, refs]) => claimInOrder(pool, day, refs, LEASE_MS)),
  );
  const ids = new Set(claims.flat().map(({ id }) => id));
  return rows.filter(({ id }) => ids.has(id)).map(({ offset }) => offset);
}

async function end(delivery: ClaimedDelivery | undefined, state: 'succeeded' | 'dead'): Promise<void> {
  assert.ok(delivery);
  const reason = state === 'succeeded' ? 'delivered' : 'exhausted';
  const next = { state, reason } as Parameters<typeof recordResults>[2][number]['next'];
  const written = await recordResults(pool, delivery.day, [
    {
      ...{ id: delivery.id, version: delivery.version, next, startedAgoMs: 0, durationMs: 1 },
      ...{ outcome: 'succeeded', statusCode: 200, error: null, response: null, traceId: null },
    },
  ]);
  assert.equal(written.size, 1);
}

test('of each key the lowest is claimed, and no other, however they are asked for', async () => {
  const one = await endpoint();
  const rows = await addInOrder(pool, one, [
    { key: 'a', offset: 7 },
    { key: 'a', offset: 5 },
    { key: 'b', offset: 6 },
    { key: 'a', offset: 1, partition: 1 },
    { key: 'b', offset: 9 },
  ]);
  assert.deepEqual(await claimed(rows), [5, 6]);
  assert.deepEqual(await claimed(rows), [], 'what is being sent holds its key');
  // Of the same offsets, another endpoint's.
  assert.deepEqual(await claimed(await addInOrder(pool, await endpoint(), [{ key: 'a', offset: 8 }])), [8]);
});

test('a claim of the other kind takes nothing of an order, and the reason says so', async () => {
  const rows = await addInOrder(pool, await endpoint(), [{ key: 'a', offset: 1 }]);
  assert.deepEqual(await claimDeliveries(pool, DAY, rows, LEASE_MS), []);
  const [why] = await readUnclaimed(pool, DAY, rows);
  assert.equal(why?.inOrder, true);
});

test('one that waits for its next attempt holds its key, in whatever day it is', async () => {
  const one = await endpoint();
  const rows = await addInOrder(pool, one, [
    { key: 'a', offset: 1, day: YESTERDAY, dueInMs: 60_000 },
    { key: 'a', offset: 2 },
  ]);
  assert.deepEqual(await claimed(rows), []);
  await pool.query('update deliveries set next_attempt_at = now() where id = $1', [rows[0]?.id]);
  assert.deepEqual(await claimed(rows), [1]);
});

test('a dead one holds its key until it is retried or cancelled, or not at all', async () => {
  const blocking = await endpoint();
  const rows = await addInOrder(pool, blocking, [
    { key: 'a', offset: 1, state: 'dead' },
    { key: 'a', offset: 2 },
    { key: 'b', offset: 3, state: 'dead' },
    { key: 'b', offset: 4 },
    { key: 'c', offset: 5 },
    { key: 'c', offset: 6, state: 'dead' },
  ]);
  assert.deepEqual(await claimed(rows), [5]);
  const [dead, behind, cancelled, free] = rows;
  assert.ok(dead && behind && cancelled && free);
  assert.equal((await retryDelivery(pool, organizationId, dead.id)).kind, 'pending');
  assert.deepEqual(await claimed([behind]), []);
  const [again] = await claimInOrder(pool, DAY, [{ ...dead, version: 2 }], LEASE_MS);
  await end(again, 'succeeded');
  assert.deepEqual(await claimed([behind]), [2]);

  const { kind } = await cancelDelivery(pool, organizationId, cancelled.id);
  assert.equal(kind, 'cancelled');
  assert.equal((await readDelivery(pool, cancelled)).reason, 'by_hand');
  assert.deepEqual(await claimed([free]), [4]);

  const skipping = await addInOrder(pool, await endpoint({ skipAfter: 2 }), [
    { key: 'a', offset: 1, state: 'dead' },
    { key: 'a', offset: 2 },
  ]);
  const [next] = await claimInOrder(pool, DAY, skipping, LEASE_MS);
  assert.deepEqual([next?.id, next?.skipAfter, next?.orderKey], [skipping[1]?.id, 2, 'a']);
});

test('what is retried takes its old place again', async () => {
  const rows = await addInOrder(pool, await endpoint(), [
    { key: 'a', offset: 1, state: 'succeeded' },
    { key: 'a', offset: 2 },
  ]);
  const [first, second] = rows;
  assert.ok(first && second);
  await retryDelivery(pool, organizationId, first.id);
  assert.deepEqual(await claimed([second, { ...first, version: 2 }]), [1]);
});

test('cancelled are those that wait or are dead; nothing is done to the others', async () => {
  const rows = await addInOrder(pool, await endpoint(), [
    { key: 'a', offset: 1, state: 'sending' },
    { key: 'b', offset: 2, state: 'succeeded' },
    { key: 'c', offset: 3 },
  ]);
  const kinds = [];
  for (const { id } of [...rows, ...rows.slice(2)])
    kinds.push((await cancelDelivery(pool, organizationId, id)).kind);
  assert.deepEqual(kinds, ['sending', 'succeeded', 'cancelled', 'cancelled']);
  assert.equal((await readDelivery(pool, rows[2] as InOrderDelivery)).version, 2);
  const stranger = await addOrganization(pool);
  assert.equal((await cancelDelivery(pool, stranger, rows[2]?.id ?? '')).kind, 'unknown');
});

test('two claims at once get one of a key between them, as often as it is tried', async () => {
  const one = await endpoint();
  const rows = await addInOrder(
    pool,
    one,
    Array.from({ length: 20 }, (_, i) => ({ key: 'a', offset: i, day: i % 2 ? DAY : YESTERDAY })),
  );
  for (let i = 0; i < rows.length; i += 1) {
    const claims = await Promise.all([claimed(rows), claimed(rows.toReversed()), claimed(rows)]);
    assert.deepEqual(claims.flat(), [i]);
    const { id = '', day = '' } = rows[i] ?? {};
    await pool.query(
      `update deliveries set state = 'succeeded', ended_at = now() where day = $1 and id = $2`,
      [day, id],
    );
  }
});

test('heads are read key by key, whatever is behind them, a page at a time', async () => {
  const one = await endpoint();
  const many = Array.from({ length: 300 }, (_, i) => ({ key: 'b', offset: 100 + i }));
  const rows = await addInOrder(pool, one, [
    { key: 'a', offset: 2, dueInMs: 3000 },
    { key: 'a', offset: 1, day: YESTERDAY, dueInMs: 60_000 },
    { key: 'b', offset: 3, state: 'dead' },
    ...many,
    { key: 'c', offset: 9, state: 'sending' },
    { key: 'c', offset: 10 },
    { key: 'd', offset: 11, state: 'succeeded' },
    { key: 'e', offset: 12, dueInMs: -9 },
  ]);
  const page = async (after: string, size: number) => {
    const [found] = await readHeads(pool, [{ endpointId: one.id, after }], { withinMs: WITHIN_MS, size });
    assert.ok(found);
    const keys = found.heads.map(({ key, state, blocked, dueInMs }) => [
      ...[key, state, blocked],
      dueInMs > WITHIN_MS,
    ]);
    return { keys, after: found.after, ids: found.heads.map(({ id }) => id) };
  };
  const whole = await page(FIRST_KEY, 500);
  assert.deepEqual(whole.keys, [
    ['a', 'pending', false, true],
    ['b', 'pending', true, false],
    ['c', 'sending', false, false],
    ['e', 'pending', false, false],
  ]);
  assert.equal(whole.ids[0], rows[1]?.id);
  assert.equal(whole.after, undefined);
  const first = await page(FIRST_KEY, 2);
  assert.equal(first.after, 'b');
  assert.deepEqual((await page('b', 2)).keys, whole.keys.slice(2));

  const found = await readHeadsOfKeys(
    pool,
    {
      keys: ['b', 'd'].map((key) => ({ endpointId: one.id, key })),
      deliveries: [rows[0], rows.at(-1)].map((row) => ({ day: row?.day ?? '', id: row?.id ?? '' })),
    },
    WITHIN_MS,
  );
  const summary = found.map(({ key, hinted, blocked }) => [key, hinted, blocked]).toSorted();
  assert.deepEqual(summary, [
    ['a', true, false],
    ['b', false, true],
    ['e', true, false],
  ]);
});

test('an ordered endpoint is told from the others by its page; a paused one gives no heads', async () => {
  const paused = await endpoint({ paused: true });
  await addInOrder(pool, paused, [{ key: 'a', offset: 1 }]);
  const [due] = await readDueDeliveries(pool, [paused.id], { withinMs: WITHIN_MS, pageSize: 9 });
  assert.deepEqual([due?.ordered, due?.deliveries], [true, []]);
  const [page] = await readHeads(pool, [{ endpointId: paused.id, after: FIRST_KEY }], {
    ...{ withinMs: WITHIN_MS, size: 9 },
  });
  assert.deepEqual([page?.paused, page?.heads], [true, []]);
});

test('what waits behind a dead one is not given up for its age; of an endpoint that skips it is', async () => {
  const endpoints = [await endpoint(), await endpoint({ skipAfter: 1 })];
  for (const one of endpoints) await addInOrder(pool, one, [{ key: 'a', offset: 1, dueInMs: -120_000 }]);
  const ids = endpoints.map(({ id }) => id);
  await pool.query(
    `update endpoints set failing_since = now(), updated_at = now() - interval '1 hour' where id = any($1)`,
    [ids],
  );
  const limits = ids.map((endpointId) => ({ endpointId, limitMs: 60_000 }));
  assert.equal((await endUnavailable(pool, limits, 10, Date.now())).count, 1);
});
