// What retention cancels, drops and purges, in which order, and what it leaves alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenDeliveries } from '@hopline/persist/retention/open-deliveries';
import { cancelOrphans } from '@hopline/postgres/deliveries/cancel-orphans';
import { claimDeliveries } from '@hopline/postgres/deliveries/claim-deliveries';
import { readDueDeliveries } from '@hopline/postgres/deliveries/read-due-deliveries';
import { readUnclaimed } from '@hopline/postgres/deliveries/read-unclaimed';
import { type AttemptResult, recordResults } from '@hopline/postgres/deliveries/record-results';
import { insertEventKeys } from '@hopline/postgres/persist/insert-event-keys';
import { readDueOfEvents } from '@hopline/postgres/persist/read-due-of-events';
import { findExpiredDays } from '@hopline/postgres/retention/find-expired-days';
import { findKeysToPurge } from '@hopline/postgres/retention/purge-keys';
import { inTransaction } from '@hopline/postgres/transaction';
import { inReverse } from '../support/cleanup.ts';
import { persistFixture } from '../support/persist.ts';
import {
  DAY_MS,
  daysAgo,
  OLD,
  RETENTION_MS,
  type RetentionFixture,
  retentionFixture,
  times,
  YOUNG,
} from '../support/retention.ts';
import { until } from '../support/until.ts';

const MIXED = [...times(6, 'pending'), ...times(2, 'sending'), ...times(3, 'succeeded'), 'dead', 'cancelled'];
const ALL_TABLES = ['attempts', 'deliveries', 'events'];

const retentionTest = (name: string, run: (fixture: RetentionFixture) => Promise<void>) =>
  test(name, async (t) => run(await retentionFixture(inReverse(t))));

function lateResult(id: string, version: number): AttemptResult {
  return {
    id,
    version,
    next: { state: 'succeeded', reason: 'delivered' },
    startedAgoMs: 0,
    durationMs: 1,
    outcome: 'succeeded',
    statusCode: 200,
    error: null,
    response: null,
    traceId: null,
  };
}

retentionTest('what is open is cancelled as expired before its day is dropped', async (r) => {
  await r.store(OLD, MIXED);
  await r.store(YOUNG, MIXED);
  const { rows: sending } = await r.pool.query(
    `select id, version from deliveries where day = $1 and state = 'sending'`,
    [OLD],
  );
  await assert.rejects(r.round({ crashAt: 'retention:after-cancel' }), /crashed/);

  assert.deepEqual(await r.tablesOf(OLD), ALL_TABLES);
  const { rows } = await r.pool.query(
    `select state, reason, version, ended_at is not null as ended, lease_until, count(*)::int as n
       from deliveries where day = $1 group by 1, 2, 3, 4, 5 order by 2, 1`,
    [OLD],
  );
  const others = { reason: null, version: 1, ended: false, lease_until: null };
  assert.deepEqual(rows, [
    { state: 'cancelled', reason: 'expired', version: 2, ended: true, lease_until: null, n: 8 },
    { ...others, state: 'succeeded', n: 3 },
    { ...others, state: 'dead', n: 1 },
    { ...others, state: 'cancelled', n: 1 },
  ]);
  assert.equal(r.cancelled.value, 8, 'counted at once: a round that is cut off has cancelled them too');
  // Whoever has claimed one reports too late, and writes no attempt.
  const late = sending.map(({ id, version }) => lateResult(id, version));
  assert.equal((await recordResults(r.pool, OLD, late)).size, 0);

  assert.equal(await r.round(), false);
  assert.deepEqual(await r.tablesOf(OLD), []);
  assert.deepEqual(await r.tablesOf(YOUNG), ALL_TABLES);
  const { rows: young } = await r.pool.query(
    `select count(*)::int as n from deliveries where state in ('pending', 'sending') and version = 1`,
  );
  assert.deepEqual(young, [{ n: 8 }]);
  assert.deepEqual(
    r.lines.map(({ message, fields }) => [message, fields.day, fields.cancelled]),
    [['day.dropped', OLD, 0]],
  );
});

for (const crashAt of ['deliveries', 'attempts', 'events'].map((table) => `retention:after-${table}`)) {
  retentionTest(`a crash at ${crashAt}: the next round does what is left`, async (r) => {
    await r.store(OLD, MIXED);
    const before = await r.keysOf(OLD);
    await assert.rejects(r.round({ crashAt }), /crashed/);
    assert.equal((await r.tablesOf(OLD)).includes('deliveries'), false);
    assert.equal(await r.round(), false);
    assert.deepEqual(await r.tablesOf(OLD), []);
    const { rows } = await r.pool.query('select day from expired_days');
    assert.deepEqual(rows, [{ day: OLD }]);
    assert.equal(await r.keysOf(OLD), before);
  });
}

retentionTest('keys stay for 24 hours after their events, and go alone', async (r) => {
  const eventIds = await r.store(OLD, MIXED);
  await r.store(YOUNG, MIXED);
  await r.round();
  for (const interval of ['0 s', '23 h 59 min']) {
    await r.droppedAgo(interval);
    assert.equal(await r.round(), false);
    assert.equal(await r.keysOf(OLD), MIXED.length, interval);
  }
  const keys = eventIds.map((eventId) => ({
    eventId,
    day: daysAgo(0),
    contentHash: Buffer.alloc(1),
    organizationId: r.endpoint.organizationId,
  }));
  // A repeat is still one.
  const insert = () => inTransaction(r.pool, (client) => insertEventKeys(client, keys));
  assert.equal((await insert()).size, 0);

  await r.droppedAgo('24 h 1 min');
  await assert.rejects(r.round({ crashAt: 'retention:after-keys' }), /crashed/);
  assert.equal(await r.keysOf(OLD), 0);
  assert.equal(await r.round(), false);
  assert.equal(await r.keysOf(YOUNG), MIXED.length);
  const { rows } = await r.pool.query('select day from expired_days');
  assert.deepEqual(rows, []);
  assert.deepEqual(
    r.lines.slice(1).map(({ message, fields }) => [message, fields.through_day]),
    [['keys.purged', OLD]],
  );
  assert.equal((await insert()).size, keys.length);
});

retentionTest('keys stay as long as an earlier day is there, or was dropped only just', async (r) => {
  const older = daysAgo(34);
  await r.store(OLD, ['succeeded']);
  await r.round();
  await r.droppedAgo('2 days');
  // Made anew by an event that came very late.
  await r.store(older, ['succeeded']);
  await r.round({ retentionMs: 40 * DAY_MS });
  assert.equal(await r.keysOf(OLD), 1);
  await r.round();
  assert.deepEqual([await r.tablesOf(older), await r.keysOf(OLD), await r.keysOf(older)], [[], 1, 1]);
  await r.droppedAgo('2 days');
  await r.round();
  assert.deepEqual([await r.keysOf(OLD), await r.keysOf(older)], [0, 0]);
});

retentionTest('a day goes an hour after its last event is over the retention, not before', async (r) => {
  const day = daysAgo(5);
  await r.store(day, ['pending']);
  const endOfDay = Date.parse(day) + DAY_MS;
  const justOver = Date.now() - endOfDay - 3_600_000;
  await r.round({ retentionMs: justOver + 60_000 });
  assert.deepEqual(await r.tablesOf(day), ALL_TABLES);
  await r.round({ retentionMs: justOver - 60_000 });
  assert.deepEqual(await r.tablesOf(day), []);
});

retentionTest('what was detached, or has another name, is left alone', async (r) => {
  const name = `events_${OLD.replaceAll('-', '')}`;
  await r.store(OLD, ['succeeded']);
  await r.pool.query(`alter table events detach partition ${name}`);
  await r.pool.query(
    `create table events_before partition of events for values from ('2001-01-01') to ('2001-02-01')`,
  );
  await r.round();
  const { rows } = await r.pool.query(
    `select (select count(*)::int from ${name}) as n, to_regclass('events_before') is not null as before`,
  );
  assert.deepEqual(rows, [{ n: 1, before: true }]);
});

retentionTest('wake-ups of a day that is gone lead to nothing', async (r) => {
  const eventIds = await r.store(OLD, MIXED);
  const { rows } = await r.pool.query<{ id: string }>('select id from deliveries where day = $1', [OLD]);
  const refs = rows.map(({ id }) => ({ id, version: 1 }));
  await r.round();
  assert.deepEqual(await claimDeliveries(r.pool, OLD, refs, 60_000), []);
  assert.deepEqual(await readUnclaimed(r.pool, OLD, refs), []);
  assert.equal(await cancelOrphans(r.pool, OLD, refs), 0);
  const late = refs.map(({ id }) => lateResult(id, 2));
  assert.equal((await recordResults(r.pool, OLD, late)).size, 0);
  assert.deepEqual(await readDueOfEvents(r.pool, eventIds), []);
  const pages = await readDueDeliveries(r.pool, [r.endpoint.id], { withinMs: 0, pageSize: 10 });
  assert.deepEqual(
    pages.map(({ endpointId, deliveries }) => [endpointId, deliveries]),
    [[r.endpoint.id, []]],
  );
});

retentionTest(
  'what waits for an event whose day was taken out by hand is cancelled, not tried for ever',
  async (r) => {
    await r.store(YOUNG, times(3, 'pending'));
    const { rows } = await r.pool.query<{ id: string }>('select id from deliveries where day = $1', [YOUNG]);
    const refs = rows.map(({ id }) => ({ id, version: 1 }));
    assert.equal(await cancelOrphans(r.pool, YOUNG, refs), 0);
    await r.pool.query(`alter table events detach partition events_${YOUNG.replaceAll('-', '')}`);

    assert.deepEqual(await claimDeliveries(r.pool, YOUNG, refs, 60_000), []);
    const why = await readUnclaimed(r.pool, YOUNG, refs);
    assert.deepEqual(
      why.map(({ eventGone }) => eventGone),
      [true, true, true],
    );
    assert.equal(await cancelOrphans(r.pool, YOUNG, refs), 3);
    const { rows: ended } = await r.pool.query('select distinct state, reason, version from deliveries');
    assert.deepEqual(ended, [{ state: 'cancelled', reason: 'expired', version: 2 }]);
  },
);

retentionTest(
  'a clock that is ahead, of the database or of the process, drops and purges nothing',
  async (r) => {
    const [behind, ahead] = [Date.now() - 10 * DAY_MS, Date.now() + 10 * DAY_MS];
    await r.store(OLD, ['succeeded']);
    await r.store(YOUNG, ['succeeded']);
    // To the one that is behind, the other one is ahead.
    assert.deepEqual(await findExpiredDays(r.pool, RETENTION_MS, behind), []);
    assert.deepEqual(await findExpiredDays(r.pool, RETENTION_MS, ahead), [OLD]);
    await r.round();
    assert.equal(await findKeysToPurge(r.pool, DAY_MS, ahead), undefined);
    await r.droppedAgo('2 days');
    assert.equal(await findKeysToPurge(r.pool, DAY_MS, behind), undefined);
    assert.equal(await findKeysToPurge(r.pool, DAY_MS, ahead), OLD);
  },
);

test('the persist service does it by itself', async (t) => {
  const { database, start } = await persistFixture(t);
  const day = daysAgo(RETENTION_MS / DAY_MS + 2);
  const name = `events_${day.replaceAll('-', '')}`;
  await database.pool.query(
    `create table ${name} partition of events for values from ('${day}') to (date '${day}' + 1)`,
  );
  await start({ RETENTION_INTERVAL: '100ms' });
  await until('the day is dropped', async () => {
    const { rows } = await database.pool.query('select to_regclass($1) as name', [name]);
    return rows[0]?.name === null;
  });
});

retentionTest('the next round goes on where the one before was cut off', async ({ pool, store }) => {
  await store(OLD, times(1200, 'pending'));
  const open = new OpenDeliveries(pool, { inc() {} });
  const { signal } = new AbortController();
  // Looked at before each step: what is being sent, one page of what is pending, and it is over.
  const ends = [Infinity, Infinity];
  const short = {
    signal,
    get endsAt() {
      return ends.shift() ?? 0;
    },
  };
  assert.deepEqual(await open.cancel(short, OLD), { ending: 'out_of_time', cancelled: 500 });

  // Whoever began at the start would meet this one first, and do nothing at all.
  const first = `select id from deliveries where day = $1 order by next_attempt_at limit 1`;
  await pool.query(`update deliveries set state = 'pending' where day = $1 and id = (${first})`, [OLD]);
  await inTransaction(pool, async (client) => {
    await client.query(`${first} for update`, [OLD]);
    const long = { signal, endsAt: Infinity };
    assert.deepEqual(await open.cancel(long, OLD), { ending: 'gave_way', cancelled: 700 });
  });
  assert.deepEqual(await open.cancel({ signal, endsAt: Infinity }, OLD), { ending: 'done', cancelled: 1 });
});
