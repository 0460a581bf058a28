// The log of deliveries over a hundred thousand events of one organization and some of another, in five days: which indexes
// each filter goes by, and that no statement looks at more than a day.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findDelivery } from '@hopline/postgres/delivery-log/find-delivery';
import type { LogFilter, LogQuery } from '@hopline/postgres/delivery-log/log-query';
import { readAttempts } from '@hopline/postgres/delivery-log/read-attempts';
import { searchLog } from '@hopline/postgres/delivery-log/search-log';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { LOWEST_ID } from '@hopline/postgres/inbox/inbox-query';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { ROWS_A_DAY } from '../support/plan-rows.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';
import { watchPlans } from '../support/watched-plans.ts';

const DAYS = ['2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05', '2026-01-06'];
const A_DAY = ROWS_A_DAY;

const fixture = inReverse({ after });
const { pool } = await createDatabase(fixture);
await ensureDays(pool, DAYS);
const organizationId = await insertOrganization(pool);
const { id: busy } = await insertEndpoint(pool, organizationId);
// It gets one event in a thousand.
const { id: quiet } = await insertEndpoint(pool, organizationId);
const other = await insertOrganization(pool);
for (const [organization, count] of [
  [organizationId, A_DAY],
  [other, A_DAY / 5],
] as const) {
  for (const day of DAYS) {
    await pool.query(
      `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
       select $1, gen_random_uuid(), $2, case n % 1000 when 7 then 'order.lost' else 'item.sold.' || n % 5 end,
              $1::date::timestamp at time zone 'UTC' + n * interval '250 milliseconds', 0, n, 'body'
         from generate_series(1, $3::int) n`,
      [day, organization, count],
    );
  }
}
// Day by day: a statement has a time limit.
for (const day of DAYS) {
  await pool.query(
    `insert into event_keys (event_id, day, content_hash) select id, day, ''::bytea from events where day = $1`,
    [day],
  );
  await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state)
     select day, gen_random_uuid(), id, $1::uuid, organization_id, 'succeeded'::delivery_state from events where day = $3
     union all
     select day, gen_random_uuid(), id, $2::uuid, organization_id, 'succeeded' from events
      where day = $3 and type = 'order.lost'`,
    [busy, quiet, day],
  );
}
await pool.query(
  `update deliveries set state = 'dead' where day = $1 and organization_id = $2 and event_id in
     (select id from events where day = $1 and organization_id = $2 and topic_offset between 10 and 12)`,
  [DAYS[0], organizationId],
);
for (const [i, state] of (['pending', 'sending'] as const).entries()) {
  await pool.query(
    `update deliveries set state = $1, lease_until = case when $1::delivery_state = 'sending' then now() end
      where day = $2 and event_id in (select id from events where day = $2 and organization_id = $3 and topic_offset
        between $4 and $5)`,
    [state, DAYS[1], organizationId, 100 * i + 20, 100 * i + 22],
  );
}
await pool.query(
  `insert into attempts (day, delivery_id, number, started_at, duration_ms, outcome)
   select day, id, n, now(), 1, 'status' from deliveries cross join generate_series(1, 3) n
    where day = $1 and organization_id = $2`,
  [DAYS[0], organizationId],
);
for (const table of ['event_keys', 'events', 'deliveries', 'attempts'])
  await pool.query(`vacuum analyze ${table}`);

const NO_FILTER: LogFilter = {
  endpointId: undefined,
  eventId: undefined,
  types: undefined,
  states: undefined,
};
const END = { micros: Date.UTC(2027, 0) * 1000, id: LOWEST_ID, deliveryId: LOWEST_ID };
const ENDLESS = { events: 1_000_000_000, ms: Number.POSITIVE_INFINITY };

function query(filter: Partial<LogFilter>, more: Partial<LogQuery> = {}): LogQuery {
  return {
    ...{ organizationId, filter: { ...NO_FILTER, ...filter } },
    ...{ before: END, fromMicros: 0, limit: 50, ...more },
  };
}

async function search(given: LogQuery, events = ENDLESS.events) {
  const watched = await watchPlans(pool);
  const page = await searchLog(watched.db, given, { ...ENDLESS, events });
  return { page, indexes: watched.indexes };
}

async function expectIndexes(
  found: Awaited<ReturnType<typeof search>>,
  indexes: readonly string[],
  deliveries: number,
): Promise<void> {
  assert.equal(found.page.deliveries.length, deliveries);
  assert.ok(found.page.complete);
  for (const index of indexes)
    assert.ok(found.indexes.has(index), `${index}, but ${[...found.indexes].join(', ')}`);
}

const ALONG = ['events_inbox', 'deliveries_event'];

test('a page goes along the inbox, and event by event to the deliveries', async () => {
  await expectIndexes(await search(query({})), ALONG, 50);
  const micros = Date.parse('2026-01-04T00:01:00Z') * 1000;
  const stretch = { before: { ...END, micros }, fromMicros: micros - 10_000_000 };
  await expectIndexes(await search(query({}, stretch)), ALONG, 40);
  await expectIndexes(await search(query({ types: ['order.*'] })), ALONG, 50);
  await expectIndexes(await search(query({ endpointId: busy })), ALONG, 50);
  await expectIndexes(await search(query({ endpointId: quiet, types: ['order.lost'] })), ALONG, 50);
  await expectIndexes(await search(query({ states: ['succeeded'] })), ALONG, 50);
});

test('rare states go by an index of theirs, and an event by its key', async () => {
  const dead = await search(query({ states: ['dead'] }));
  await expectIndexes(dead, ['deliveries_failed', 'events_pkey', 'deliveries_event'], 3);
  const [first] = dead.page.deliveries;
  assert.ok(first);
  const ofEvent = await search(query({ eventId: first.eventId }));
  await expectIndexes(ofEvent, ['event_keys_pkey', 'events_pkey', 'deliveries_event'], 1);
  assert.ok(!ofEvent.indexes.has('events_inbox'));
});

test('filters that go together go by the rarest of them, and a cursor by its place in the inbox', async () => {
  const byState = [
    ['pending', 'deliveries_due'],
    ['sending', 'deliveries_leased'],
  ] as const;
  for (const [state, index] of byState) {
    const found = await search(query({ states: [state] }));
    await expectIndexes(found, [index, 'events_pkey', 'deliveries_event'], 3);
    assert.ok(!found.indexes.has('events_inbox'));
  }
  const day = Date.parse(DAYS[0] ?? '') * 1000;
  const time = { fromMicros: day, before: { ...END, micros: day + 3_600_000_000 } };
  const all = { states: ['dead', 'cancelled'], endpointId: busy, types: ['item.sold.*'] } as const;
  const rare = await search(query(all, time));
  await expectIndexes(rare, ['deliveries_failed', 'events_pkey', 'deliveries_event'], 3);
  assert.ok(!rare.indexes.has('events_inbox'));
  // Two of the three are dead before this second.
  const cut = { ...time, before: { ...END, micros: day + 2_900_000 } };
  await expectIndexes(await search(query(all, cut)), ['deliveries_failed'], 2);

  const common = { states: ['succeeded'], endpointId: busy, types: ['item.sold.1'] } as const;
  const first = await search(query(common));
  await expectIndexes(first, ALONG, 50);
  assert.ok(first.page.next);
  const next = await search(query(common, { before: first.page.next }));
  await expectIndexes(next, ALONG, 50);
  const ids = [...first.page.deliveries, ...next.page.deliveries].map(({ id }) => id);
  assert.equal(new Set(ids).size, 100);
});

test('a filter that next to nothing fits answers page by page, each within its budget', async () => {
  let pages = 0;
  let found = 0;
  const cursors = new Set<string>();
  for (let before = END; ; pages += 1) {
    const { page } = await search(query({ endpointId: quiet }, { before, limit: 100 }), 10_000);
    found += page.deliveries.length;
    if (!page.next) break;
    before = page.next;
    cursors.add(JSON.stringify(before));
  }
  assert.equal(found, (DAYS.length * A_DAY) / 1000);
  assert.equal(cursors.size, pages);
  const least = (DAYS.length * A_DAY) / 10_000 - 1;
  assert.ok(pages >= least && pages <= 1.5 * least, String(pages));
});

test('one delivery, and the attempts of a page, go by primary keys', async () => {
  const { page } = await search(query({ states: ['dead'] }));
  const attempts = await watchPlans(pool);
  const read = await readAttempts(attempts.db, page.deliveries, 2);
  assert.deepEqual([...attempts.indexes], ['attempts_pkey']);
  assert.deepEqual(
    page.deliveries.map(({ id }) => read.get(id)?.map(({ number }) => number)),
    page.deliveries.map(() => [2, 3]),
  );
  // It does not say its day: the key of each is looked into.
  const one = await watchPlans(pool, { days: DAYS.length });
  const id = page.deliveries[0]?.id ?? '';
  assert.equal((await findDelivery(one.db, organizationId, id))?.id, id);
  const ours = [...one.indexes].filter((index) => /^(deliveries|events)_/.test(index));
  assert.deepEqual(ours.sort(), ['deliveries_pkey', 'events_pkey']);
  assert.equal(await findDelivery(one.db, other, id), undefined);
});
