// What a round of the sweeper finds, what it makes of it, and what it leaves alone.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sweep } from '@hopline/persist/sweeper/sweep';
import { claimDeliveries } from '@hopline/postgres/deliveries/claim-deliveries';
import { recordResults } from '@hopline/postgres/deliveries/record-results';
import { withSweepLock } from '@hopline/postgres/sweeper/with-sweep-lock';
import { partitionFor } from '@hopline/wire/partitioner';
import { addDeliveries, countStates, DAY, readDelivery, type TestDelivery } from '../support/deliveries.ts';
import { decodeWakeUp, sweepFixture } from '../support/sweep.ts';
import { until } from '../support/until.ts';

const OVERDUE = { dueInMs: -70_000 };

const sweepTest = (name: string, run: (fixture: Awaited<ReturnType<typeof sweepFixture>>) => Promise<void>) =>
  test(name, async (t: TestContext) => run(await sweepFixture(t)));

const ids = (deliveries: readonly TestDelivery[]) => deliveries.map(({ id }) => id);

sweepTest('a lease that ran out: pending again with a new version, and its endpoint is woken', async (s) => {
  const endpoint = await s.endpoint();
  const deliveries = await addDeliveries(s.pool, endpoint, 4);
  const claimed = await claimDeliveries(s.pool, DAY, deliveries, 60_000);
  assert.equal(claimed.length, 4);
  const lapsed = deliveries.slice(0, 3);
  await s.pool.query(`update deliveries set lease_until = now() - interval '1 second' where id = any($1)`, [
    ids(lapsed),
  ]);

  const report = await s.sweep();
  assert.deepEqual(report, {
    leasesExpired: 3,
    endpointsWoken: 0,
    deadLettersPublished: 0,
    cancelled: 0,
    givenUp: 0,
    more: false,
  });
  for (const delivery of lapsed) {
    const { state, version, lease_until, attempts } = await readDelivery(s.pool, delivery);
    assert.deepEqual(
      { state, version, lease_until, attempts },
      {
        state: 'pending',
        version: 3,
        lease_until: null,
        attempts: 1,
      },
    );
  }
  const [live] = deliveries.slice(3);
  assert.ok(live);
  assert.equal((await readDelivery(s.pool, live)).state, 'sending');

  await until('the wake-up', () => s.woken.length >= 1);
  assert.deepEqual(decodeWakeUp(s.woken[0]), {
    endpoint_id: endpoint.id,
    organization_id: s.organizationId,
    delivery: null,
  });
  assert.equal(s.woken.length, 1, 'one for the endpoint, not one a delivery');

  // Whoever had it wakes up and reports: too late.
  const [mine] = claimed.filter(({ id }) => id === lapsed[0]?.id);
  assert.ok(mine);
  const late = await recordResults(s.pool, DAY, [
    {
      id: mine.id,
      version: mine.version,
      next: { state: 'succeeded', reason: 'delivered' },
      startedAgoMs: 0,
      durationMs: 1,
      outcome: 'succeeded',
      statusCode: 200,
      error: null,
      response: null,
      traceId: null,
    },
  ]);
  assert.equal(late.size, 0);
});

sweepTest('a result that is being written holds up nobody', async (s) => {
  const endpoint = await s.endpoint();
  const deliveries = await addDeliveries(s.pool, endpoint, 2);
  await claimDeliveries(s.pool, DAY, deliveries, 60_000);
  await s.pool.query(`update deliveries set lease_until = now() - interval '1 second'`);
  const [busy, free] = deliveries;
  assert.ok(busy && free);
  const client = await s.pool.connect();
  try {
    await client.query('begin');
    await client.query('select from deliveries where id = $1 for update', [busy.id]);
    assert.equal((await s.sweep()).leasesExpired, 1);
    assert.equal((await readDelivery(s.pool, free)).state, 'pending');
  } finally {
    await client.query('rollback');
    client.release();
  }
  assert.equal((await s.sweep()).leasesExpired, 1);
});

sweepTest('what is overdue wakes its endpoint once, by a wake-up of the endpoint', async (s) => {
  const overdue = await s.endpoint();
  const recent = await s.endpoint();
  const waiting = await s.endpoint();
  const paused = await s.endpoint({ paused: true });
  const deliveries = await addDeliveries(s.pool, overdue, 5, OVERDUE);
  await addDeliveries(s.pool, recent, 1, { dueInMs: -10_000 });
  await addDeliveries(s.pool, waiting, 1, { dueInMs: 60_000 });
  await addDeliveries(s.pool, paused, 3, OVERDUE);

  assert.equal((await s.sweep()).endpointsWoken, 1);
  await until('the wake-up', () => s.woken.length >= 1);
  const [record] = s.woken;
  assert.equal(s.woken.length, 1);
  assert.deepEqual(decodeWakeUp(record), {
    endpoint_id: overdue.id,
    organization_id: s.organizationId,
    delivery: null,
  });
  assert.equal(record?.key?.toString(), overdue.id);
  assert.equal(record?.partition, partitionFor(overdue.id, 3));
  for (const delivery of deliveries) {
    const { state, version } = await readDelivery(s.pool, delivery);
    assert.deepEqual([state, version], ['pending', 1]);
  }
});

sweepTest('an endpoint that stays overdue is woken ever more seldom', async (s) => {
  const endpoint = await s.endpoint();
  const [delivery] = await addDeliveries(s.pool, endpoint, 1, OVERDUE);
  assert.ok(delivery);
  const rounds: number[] = [];
  for (const ms of [0, 30_000, 30_000, 60_000, 60_000, 600_000, 600_000]) {
    s.pass(ms);
    rounds.push((await s.sweep()).endpointsWoken);
  }
  assert.deepEqual(rounds, [1, 0, 1, 0, 1, 1, 1]);

  // It is delivered, and much later another one is left behind: that one is new.
  await s.pool.query(`update deliveries set state = 'succeeded', ended_at = now()`);
  s.pass(1);
  assert.equal((await s.sweep()).endpointsWoken, 0);
  await addDeliveries(s.pool, endpoint, 1, OVERDUE);
  s.pass(1);
  assert.equal((await s.sweep()).endpointsWoken, 1);
});

sweepTest('more endpoints than a page has are all found in one round', async (s) => {
  await s.pool.query(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash)
     select gen_random_uuid(), $1, 'https://example.com', '{*}', 'whsec_', 0 from generate_series(1, 1100)`,
    [s.organizationId],
  );
  await s.pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, next_attempt_at)
     select $1, gen_random_uuid(), gen_random_uuid(), id, organization_id, now() - interval '2 minutes' from endpoints`,
    [DAY],
  );
  assert.equal((await s.sweep()).endpointsWoken, 1100);
  await until('all wake-ups', () => s.woken.length >= 1100);
  assert.equal(new Set(s.woken.map((record) => record.key?.toString())).size, 1100);
});

sweepTest('a dead delivery without a dead letter gets one, once', async (s) => {
  const endpoint = await s.endpoint();
  const [old, fresh, lettered] = await addDeliveries(s.pool, endpoint, 3);
  assert.ok(old && fresh && lettered);
  await s.pool.query(
    `update deliveries
        set state = 'dead', reason = 'exhausted', version = 9,
            ended_at = now() - case when id = $1 then interval '5 seconds' else interval '70 seconds' end,
            dlq_at = case when id = $2 then now() end`,
    [fresh.id, lettered.id],
  );
  assert.equal((await s.sweep()).deadLettersPublished, 1);
  assert.equal((await s.sweep()).deadLettersPublished, 0);
  await until('the dead letter', () => s.letters.length >= 1);
  assert.equal(s.letters.length, 1);
  const [letter] = s.letters;
  assert.equal(letter?.key?.toString(), endpoint.id);
  assert.equal(letter?.headers['hopline-reason']?.toString(), 'exhausted');
  assert.deepEqual(decodeWakeUp(letter), {
    endpoint_id: endpoint.id,
    organization_id: s.organizationId,
    delivery: { id: old.id, day: DAY, version: 9 },
  });
  assert.ok((await readDelivery(s.pool, old)).dlq_at);
  assert.equal((await readDelivery(s.pool, fresh)).dlq_at, null);
});

sweepTest('what waits for a deleted endpoint is cancelled, in pages, beside everything else', async (s) => {
  const [deleted, alive] = [await s.endpoint(), await s.endpoint()];
  const [sending] = await addDeliveries(s.pool, deleted, 1);
  assert.ok(sending);
  await claimDeliveries(s.pool, DAY, [sending], 60_000);
  // More than one round takes.
  await s.pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id)
     select $1, gen_random_uuid(), gen_random_uuid(), $2, $3 from generate_series(1, 10200)`,
    [DAY, deleted.id, s.organizationId],
  );
  await addDeliveries(s.pool, alive, 2, OVERDUE);
  await s.pool.query('update endpoints set deleted_at = now() where id = $1', [deleted.id]);

  const first = await s.sweep();
  assert.deepEqual([first.cancelled, first.more, first.endpointsWoken], [10_000, true, 1]);
  const second = await s.sweep();
  assert.deepEqual([second.cancelled, second.more], [200, false]);
  assert.deepEqual(await countStates(s.pool, deleted), { cancelled: 10_200, sending: 1 });
  assert.deepEqual(await countStates(s.pool, alive), { pending: 2 });
  const { rows } = await s.pool.query(
    `select distinct reason, version, ended_at is not null as ended from deliveries where state = 'cancelled'`,
  );
  assert.deepEqual(rows, [{ reason: 'endpoint_deleted', version: 2, ended: true }]);
});

sweepTest('a step that fails keeps none of the others from its turn', async (s) => {
  const [deleted, overdue] = [await s.endpoint(), await s.endpoint()];
  const [dead] = await addDeliveries(s.pool, overdue, 1);
  await s.pool.query(
    `update deliveries set state = 'dead', reason = 'exhausted', ended_at = now() - interval '70 seconds' where id = $1`,
    [dead?.id],
  );
  await addDeliveries(s.pool, overdue, 1, OVERDUE);
  await addDeliveries(s.pool, deleted, 3);
  await s.pool.query('update endpoints set deleted_at = now() where id = $1', [deleted.id]);
  const names = { ...s.deps.names, deliveriesDlq: 'no.such.topic' };

  await assert.rejects(sweep({ ...s.deps, names }), /no\.such\.topic/);
  assert.deepEqual(await countStates(s.pool, deleted), { cancelled: 3 });
  await until('the wake-up', () => s.woken.length >= 1);
  assert.equal(s.letters.length, 0);

  assert.equal((await s.sweep()).deadLettersPublished, 1);
});

sweepTest('one sweeper works at a time', async (s) => {
  const [begun, finished] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = withSweepLock(s.pool, () => {
    begun.resolve();
    return finished.promise;
  });
  let ran = false;
  const work = async () => {
    ran = true;
  };
  await begun.promise;
  assert.equal(await withSweepLock(s.pool, work), false);
  assert.equal(ran, false);
  finished.resolve();
  assert.equal(await first, true);
  assert.equal(await withSweepLock(s.pool, work), true);
  assert.equal(ran, true);
});
