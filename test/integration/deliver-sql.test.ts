// The statements of the delivery hop by themselves: what they lock, what they let pass and what they refuse.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { cancelOrphans } from '@hopline/postgres/deliveries/cancel-orphans';
import { claimDeliveries } from '@hopline/postgres/deliveries/claim-deliveries';
import { markDeadLettered } from '@hopline/postgres/deliveries/mark-dead-lettered';
import { readUnclaimed } from '@hopline/postgres/deliveries/read-unclaimed';
import {
  type AttemptResult,
  type NextState,
  recordResults,
} from '@hopline/postgres/deliveries/record-results';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  DAY,
  readAttempts,
  readDelivery,
  type TestDelivery,
  type TestEndpoint,
} from '../support/deliveries.ts';

const LEASE_MS = 20_000;
const DELIVERED: NextState = { state: 'succeeded', reason: 'delivered' };

const { pool } = await createDatabase({ after });
const organizationId = await addOrganization(pool);

const endpoint = (given: { paused?: boolean } = {}): Promise<TestEndpoint> =>
  addEndpoint(pool, { organizationId, url: 'https://example.com/hook', ...given });

const one = async (to?: TestEndpoint, given: { dueInMs?: number } = {}): Promise<TestDelivery> => {
  const [delivery] = await addDeliveries(pool, to ?? (await endpoint()), 1, given);
  return delivery as TestDelivery;
};

const result = (
  delivery: { id: string; version: number },
  next: NextState,
  fields: Partial<AttemptResult> = {},
): AttemptResult => ({
  id: delivery.id,
  version: delivery.version,
  next,
  startedAgoMs: 0,
  durationMs: 12,
  outcome: next.state === 'succeeded' ? 'succeeded' : 'status',
  statusCode: 200,
  error: null,
  response: Buffer.from('ok'),
  traceId: null,
  ...fields,
});

test('a claim takes a due delivery, with all that its post needs', async () => {
  const delivery = await one();
  const begunAt = performance.now();
  const [claimed] = await claimDeliveries(pool, DAY, [delivery], LEASE_MS);
  assert.ok(claimed);
  assert.equal(claimed.version, 2);
  assert.equal(claimed.attempt, 1);
  assert.equal(claimed.ladderStep, 0);
  assert.equal(claimed.eventId, delivery.eventId);
  assert.equal(claimed.url, 'https://example.com/hook');
  assert.equal(claimed.secret, delivery.endpoint.secret);
  assert.deepEqual(claimed.body, delivery.body);
  const { rows } = await pool.query(
    `select state, extract(epoch from lease_until - now()) * 1000 as lease from deliveries where id = $1`,
    [delivery.id],
  );
  assert.equal(rows[0].state, 'sending');
  const passedMs = performance.now() - begunAt;
  assert.ok(rows[0].lease >= LEASE_MS - passedMs - 1 && rows[0].lease <= LEASE_MS, rows[0].lease);
});

test('of two claims at the same time exactly one gets the delivery', async () => {
  const deliveries = await addDeliveries(pool, await endpoint(), 50);
  const claims = await Promise.all([
    claimDeliveries(pool, DAY, deliveries, LEASE_MS),
    claimDeliveries(pool, DAY, deliveries.toReversed(), LEASE_MS),
    claimDeliveries(pool, DAY, deliveries, LEASE_MS),
  ]);
  const ids = claims.flat().map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  const { rows } = await pool.query(
    'select max(attempts) as most, count(*)::int as n from deliveries where id = any($1) and attempts > 0',
    [deliveries.map(({ id }) => id)],
  );
  assert.deepEqual(rows[0], { most: 1, n: ids.length });
});

test('a claim waits for nobody: a row that is locked is left out, the others are taken', async () => {
  const [locked, free] = await addDeliveries(pool, await endpoint(), 2);
  assert.ok(locked && free);
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select from deliveries where id = $1 for update', [locked.id]);
    const claimed = await claimDeliveries(pool, DAY, [locked, free], LEASE_MS);
    assert.deepEqual(
      claimed.map(({ id }) => id),
      [free.id],
    );
    const [why] = await readUnclaimed(pool, DAY, [locked]);
    assert.ok(why && why.dueInMs <= 0 && !why.endpointPaused && !why.endpointDeleted);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('a claim refuses another version, an early delivery, and a paused or deleted endpoint, and says why', async () => {
  const moved = await one();
  const early = await one(undefined, { dueInMs: 60_000 });
  const paused = await one(await endpoint({ paused: true }));
  const orphan = await one();
  await pool.query('update endpoints set deleted_at = now() where id = $1', [orphan.endpoint.id]);
  await pool.query('update deliveries set version = 4 where id = $1', [moved.id]);

  const refs = [moved, early, paused, orphan];
  assert.deepEqual(await claimDeliveries(pool, DAY, refs, LEASE_MS), []);

  const why = new Map((await readUnclaimed(pool, DAY, refs)).map((found) => [found.id, found]));
  assert.equal(why.has(moved.id), false);
  const dueInMs = why.get(early.id)?.dueInMs ?? 0;
  assert.ok(dueInMs > 50_000 && dueInMs <= 60_000);
  assert.equal(why.get(paused.id)?.endpointPaused, true);
  assert.equal(why.get(orphan.id)?.endpointDeleted, true);

  assert.equal(await cancelOrphans(pool, DAY, refs), 1);
  const { state, reason, version } = await readDelivery(pool, orphan);
  assert.deepEqual(
    { state, reason, version },
    { state: 'cancelled', reason: 'endpoint_deleted', version: 2 },
  );
  assert.equal((await readDelivery(pool, paused)).state, 'pending');
});

test('results move their deliveries on and write the attempts', async () => {
  const deliveries = await addDeliveries(pool, await endpoint(), 3);
  const [a, b, c] = await claimDeliveries(pool, DAY, deliveries, LEASE_MS);
  assert.ok(a && b && c);
  const versions = await recordResults(pool, DAY, [
    result(a, DELIVERED, { startedAgoMs: 250, traceId: 'f'.repeat(32) }),
    result(b, { state: 'pending', delayMs: 5000 }, { outcome: 'status', statusCode: 503 }),
    result(
      c,
      { state: 'dead', reason: 'exhausted' },
      { outcome: 'timeout', statusCode: null, error: 'late' },
    ),
  ]);
  assert.deepEqual([...versions.values()], [3, 3, 3]);

  const delivered = await readDelivery(pool, a);
  assert.equal(delivered.state, 'succeeded');
  assert.equal(delivered.reason, 'delivered');
  assert.equal(delivered.lease_until, null);
  assert.ok(delivered.ended_at);
  const [attempt] = await readAttempts(pool, a);
  assert.equal(attempt?.number, 1);
  assert.equal(attempt?.trace_id, 'f'.repeat(32));
  assert.deepEqual(attempt?.response, Buffer.from('ok'));
  assert.ok(delivered.ended_at.getTime() - (attempt?.started_at.getTime() ?? 0) >= 249);

  const retried = await readDelivery(pool, b);
  assert.equal(retried.state, 'pending');
  assert.equal(retried.ladder_step, 1);
  assert.equal(retried.ended_at, null);
  const [first] = await readAttempts(pool, b);
  assert.deepEqual(first?.next_attempt_at, retried.next_attempt_at);

  const dead = await readDelivery(pool, c);
  assert.equal(dead.reason, 'exhausted');
  assert.equal(dead.dlq_at, null);
  await markDeadLettered(pool, [c]);
  assert.equal((await readDelivery(pool, c)).dlq_at, null, 'the letter is of another death');
  const nowIn = ({ day, id }: typeof c) => ({ day, id, version: 3 });
  await markDeadLettered(pool, [nowIn(c), nowIn(a)]);
  assert.ok((await readDelivery(pool, c)).dlq_at);
  assert.equal((await readDelivery(pool, a)).dlq_at, null);
});

test('a result that was fenced out changes nothing, not even the attempts', async () => {
  const delivery = await one();
  const [mine] = await claimDeliveries(pool, DAY, [delivery], LEASE_MS);
  assert.ok(mine);
  // The lease ran out, the sweeper made it pending, and another process has claimed it: attempt 2 is under way.
  await pool.query(
    `update deliveries set state = 'pending', version = version + 1, lease_until = null where id = $1`,
    [delivery.id],
  );
  const [theirs] = await claimDeliveries(pool, DAY, [{ ...delivery, version: 3 }], LEASE_MS);
  assert.equal(theirs?.attempt, 2);

  const late = await recordResults(pool, DAY, [result(mine, DELIVERED)]);
  assert.equal(late.size, 0);
  assert.equal((await readDelivery(pool, delivery)).state, 'sending');
  assert.deepEqual(await readAttempts(pool, delivery), []);

  const accepted = await recordResults(pool, DAY, [result(theirs ?? mine, DELIVERED)]);
  assert.equal(accepted.get(delivery.id), 5);
  const again = await recordResults(pool, DAY, [result(theirs ?? mine, { state: 'pending', delayMs: 1 })]);
  assert.equal(again.size, 0);
  assert.deepEqual(
    (await readAttempts(pool, delivery)).map(({ number }) => number),
    [2],
  );
});
