// What a replay asks over a hundred thousand events of one organization, in five days: each statement by the indexes that it
// is meant for, and over the one day that it is about.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { countReplayed } from '@hopline/postgres/replays/count-replayed';
import type { JobRow } from '@hopline/postgres/replays/job-row';
import { makeMissing, replayDeliveries } from '@hopline/postgres/replays/make-pending';
import {
  type Place,
  readEventCandidates,
  readFailedCandidates,
} from '@hopline/postgres/replays/read-candidates';
import { readMatched } from '@hopline/postgres/replays/read-matched';
import { readRoom } from '@hopline/postgres/replays/read-room';
import { deliveryId } from '@hopline/wire/ids';
import { uuidV7 } from '@hopline/wire/uuid';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { ROWS_A_DAY } from '../support/plan-rows.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';
import { watchPlans } from '../support/watched-plans.ts';

const DAYS = ['2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05', '2026-01-06'];
const A_DAY = ROWS_A_DAY;
const DAY = '2026-01-04';
/** Between two events, in seconds. */
const APART = 20_000 / A_DAY;

const fixture = inReverse({ after });
const { pool } = await createDatabase(fixture);
await ensureDays(pool, DAYS);
const organizationId = await insertOrganization(pool);
const endpoints = [await insertEndpoint(pool, organizationId), await insertEndpoint(pool, organizationId)];
const [endpointId, second] = endpoints.map(({ id }) => id) as [string, string];
for (const day of DAYS) {
  await pool.query(
    `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
     select $1, gen_random_uuid(), $2, 'item.sold', $1::date::timestamp at time zone 'UTC' + n * $4::float8 * interval '1 second', 0, n, ''
       from generate_series(1, $3::int) n`,
    [day, organizationId, A_DAY, APART],
  );
}
// Of each event one delivery to each endpoint; a tenth of the first one's is dead, a hundredth cancelled. Of every event but
// the newest hundred of a day.
for (const [id, tenth] of [
  [
    endpointId,
    "case topic_offset % 100 when 7 then 'cancelled' else case topic_offset % 10 when 3 then 'dead' else 'succeeded' end end",
  ],
  [second, "'succeeded'"],
] as const) {
  // Day by day: a statement has a time limit.
  for (const day of DAYS) {
    await pool.query(
      `insert into deliveries (day, id, event_id, endpoint_id, organization_id, created_at, ended_at, state)
       select day, gen_random_uuid(), id, $1, organization_id, accepted_at, accepted_at, (${tenth})::delivery_state
         from events where day = $3 and topic_offset <= $2`,
      [id, A_DAY - 100, day],
    );
  }
}
for (const table of ['events', 'deliveries']) await pool.query(`vacuum analyze ${table}`);

const micros = (text: string) => Date.parse(text) * 1000;
const job: JobRow = {
  id: uuidV7(),
  organizationId,
  selection: 'all',
  eventTypes: null,
  states: null,
  rate: 50,
  fromMicros: micros('2026-01-01T00:00:00Z'),
  toMicros: micros('2026-01-06T12:00:00Z'),
  createdMicros: micros('2026-01-10T00:00:00Z'),
  settled: true,
};
const START: Place = { day: DAY, acceptedMicros: null, eventId: null };
const ours = (indexes: ReadonlySet<string>) =>
  [...indexes].filter((index) => /^(deliveries|events)_/.test(index)).sort();

test('events are read along events_inbox, each with what the endpoint has of it by deliveries_event', async () => {
  const watched = await watchPlans(pool);
  const first = await readEventCandidates(watched.db, job, endpointId, START, 500);
  assert.deepEqual(ours(watched.indexes), ['deliveries_event', 'events_inbox']);
  assert.equal(first.candidates.length, 500);
  assert.ok(first.candidates.every(({ deliveryId: id, isOver }) => id !== null && isOver));
  assert.equal(first.isLast, false);
  assert.ok(first.through);
  // The last page of the day has those that were never made.
  const acceptedMicros = micros(`${DAY}T00:00:00Z`) + (A_DAY - 200) * APART * 1_000_000;
  const late = { ...START, acceptedMicros, eventId: first.through.eventId };
  const last = await readEventCandidates(watched.db, job, endpointId, late, 500);
  assert.ok(last.isLast);
  assert.equal(last.candidates.filter(({ deliveryId: id }) => id === null).length, 100);
  assert.deepEqual(ours(watched.indexes), ['deliveries_event', 'events_inbox']);
});

test('what has to be matched is read event by event, by the primary key', async () => {
  const { rows } = await pool.query<{ id: string }>(
    'select id from events where day = $1 and topic_offset <= 500',
    [DAY],
  );
  const ids = rows.map(({ id }) => id);
  for (const bodies of [false, true]) {
    const watched = await watchPlans(pool);
    const read = await readMatched(watched.db, DAY, ids, { bodies });
    assert.deepEqual([...read.keys()], ids);
    assert.ok(
      [...read.values()].every(({ body, isOperational }) => (body !== null) === bodies && !isOperational),
    );
    assert.deepEqual(ours(watched.indexes), ['events_pkey']);
  }
});

test('failed deliveries are read along deliveries_failed, the events of our own by their key', async () => {
  const watched = await watchPlans(pool);
  const seen: string[] = [];
  let place: Place = START;
  let pages = 0;
  for (;;) {
    const page = await readFailedCandidates(watched.db, job, endpointId, place, 1000);
    seen.push(...page.candidates.filter(({ isOver }) => isOver).map(({ deliveryId: id }) => id ?? ''));
    pages += 1;
    if (!page.through) break;
    place = { ...place, eventId: page.through.eventId };
  }
  // A tenth is dead and a hundredth cancelled, of all but the newest hundred.
  assert.equal(seen.length, ((A_DAY - 100) * 11) / 100);
  assert.equal(new Set(seen).size, seen.length);
  // The last of each page is looked at again.
  assert.equal(pages, Math.ceil(seen.length / 999));
  assert.deepEqual(ours(watched.indexes), ['deliveries_failed', 'events_pkey']);
  // Those in one state alone likewise.
  watched.forget();
  const dead = await readFailedCandidates(watched.db, { ...job, states: ['dead'] }, endpointId, START, 1000);
  assert.ok(dead.candidates.length > 0 && dead.candidates.every(({ type }) => type === 'item.sold'));
  assert.deepEqual(ours(watched.indexes), ['deliveries_failed', 'events_pkey']);
  // Of another endpoint: as many are looked at, and none is taken.
  const none = await readFailedCandidates(watched.db, job, second, START, 1000);
  assert.deepEqual([none.candidates.length, none.isLast], [0, false]);
});

test('what is taken is written by the primary key, and what is made looks for its hour by deliveries_event', async () => {
  const { candidates } = await readFailedCandidates(
    pool as never,
    { ...job, fromMicros: 0 },
    endpointId,
    START,
    1000,
  );
  // As many as a step takes at the most.
  const ids = candidates.slice(0, 100).map(({ deliveryId: id }) => id ?? '');
  const watched = await watchPlans(pool);
  assert.equal(await replayDeliveries(watched.db, DAY, ids, job), 100);
  assert.deepEqual(ours(watched.indexes), ['deliveries_pkey']);
  watched.forget();
  const { rows } = await pool.query<{ id: string }>(
    'select id from events where day = $1 and topic_offset > $2',
    [DAY, A_DAY - 100],
  );
  const missing = rows.map(({ id }) => ({ id: deliveryId(id, endpointId), eventId: id }));
  assert.equal(await makeMissing(watched.db, DAY, missing, { id: job.id, endpointId }), 100);
  assert.deepEqual(ours(watched.indexes), ['deliveries_event', 'events_pkey']);
  assert.equal(await makeMissing(pool as never, DAY, missing, { id: job.id, endpointId }), 0);
});

test('room and counts are told by deliveries_replayed, and what is overdue by deliveries_due', async () => {
  for (const table of ['events', 'deliveries']) await pool.query(`vacuum analyze ${table}`);
  await pool.query(
    `insert into replays (id, organization_id, selection, from_at, to_at, rate) values ($1, $2, 'all', now(), now(), 50)`,
    [job.id, organizationId],
  );
  await pool.query('insert into replay_parts (replay_id, endpoint_id) select $1, unnest($2::uuid[])', [
    job.id,
    [endpointId, second],
  ]);
  const watched = await watchPlans(pool, { days: DAYS.length });
  const room = await readRoom(
    watched.db,
    { organizationId, endpointId, ordered: false },
    { underWay: 6, pending: 1000 },
  );
  assert.deepEqual(room, { due: 6, sending: 0, pending: 200, isBehind: false });
  assert.deepEqual(ours(watched.indexes), ['deliveries_due', 'deliveries_replayed']);
  watched.forget();
  const replay = { id: job.id, fromAt: new Date('2026-01-01'), toAt: new Date('2026-01-06') };
  assert.deepEqual([...(await countReplayed(watched.db, replay))], [['pending', 200]]);
  assert.deepEqual([...(await countReplayed(watched.db, replay, 150))], [['pending', 150]]);
  assert.deepEqual(ours(watched.indexes), ['deliveries_replayed']);
  assert.ok(watched.ways.has('Index Only Scan'));

  // Whatever else of the endpoint is overdue, the replay's own rows are not meant.
  await pool.query(
    `update deliveries set next_attempt_at = now() - interval '1 minute' where day = $1 and replay_id = $2`,
    [DAY, job.id],
  );
  const overdue = await readRoom(
    pool as never,
    { organizationId, endpointId, ordered: false },
    {
      underWay: 6,
      pending: 9,
    },
  );
  assert.equal(overdue.isBehind, false);
  await pool.query(
    `update deliveries set state = 'pending', next_attempt_at = now() - interval '3 seconds'
      where day = $1 and id = (select id from deliveries where day = $1 and endpoint_id = $2 and state = 'succeeded' limit 1)`,
    [DAYS[0], endpointId],
  );
  const behind = await readRoom(
    pool as never,
    { organizationId, endpointId, ordered: false },
    { underWay: 6, pending: 9 },
  );
  assert.equal(behind.isBehind, true);
});

test('a day that Postgres knows nothing of yet is read by the same indexes', async () => {
  const day = '2026-01-07';
  await ensureDays(pool, [day]);
  for (const table of ['events', 'deliveries'])
    await pool.query(`alter table ${table}_20260107 set (autovacuum_enabled = off)`);
  await pool.query(
    `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
     select $1, gen_random_uuid(), $2, 'item.sold', $1::date::timestamp at time zone 'UTC' + n * $4::float8 * interval '1 second', 0, n, ''
       from generate_series(1, $3::int) n`,
    [day, organizationId, A_DAY, APART],
  );
  await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, created_at, ended_at, state)
     select day, gen_random_uuid(), id, $1, organization_id, accepted_at, accepted_at, 'cancelled'
       from events where day = $2`,
    [endpointId, day],
  );
  const place: Place = { ...START, day };
  const later = { ...job, toMicros: job.createdMicros };
  const watched = await watchPlans(pool);
  const failed = await readFailedCandidates(watched.db, later, endpointId, place, 1000);
  assert.ok(failed.candidates.length >= 999 && failed.candidates.every(({ isOver }) => isOver));
  assert.deepEqual(ours(watched.indexes), ['deliveries_failed', 'events_pkey']);
  watched.forget();
  const all = await readEventCandidates(watched.db, later, endpointId, place, 500);
  assert.ok(all.candidates.length === 500 && all.candidates.every(({ isOver }) => isOver));
  assert.deepEqual(ours(watched.indexes), ['deliveries_event', 'events_inbox']);
  watched.forget();
  const ids = failed.candidates.slice(0, 20).map(({ deliveryId: id }) => id ?? '');
  assert.equal(await replayDeliveries(watched.db, day, ids, { ...job, id: uuidV7() }), 20);
  assert.deepEqual(ours(watched.indexes), ['deliveries_pkey']);
});
