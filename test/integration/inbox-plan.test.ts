// The inbox over a hundred thousand events of one organization and some of another, in five days: which indexes each
// filter goes by, that no statement looks at more than a day, and that a filter which matches nothing answers soon all the
// same. What is checked is how Postgres goes about it, not how long it takes.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { type InboxFilter, type InboxQuery, LOWEST_ID } from '@hopline/postgres/inbox/inbox-query';
import { type InboxPage, searchInbox } from '@hopline/postgres/inbox/search-inbox';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';

const DAYS = ['2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05', '2026-01-06'];
const A_DAY = 20_000;

const fixture = inReverse({ after });
const { pool } = await createDatabase(fixture);
await ensureDays(pool, DAYS);
const organizationId = await insertOrganization(pool);
const { id: endpointId } = await insertEndpoint(pool, organizationId);
const other = await insertOrganization(pool);
const counts = [
  [organizationId, A_DAY],
  [other, A_DAY / 5],
] as const;
for (const [organization, count] of counts) {
  for (const day of DAYS) {
    // Four in a second; one in a thousand has a type of its own.
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
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state)
     select day, gen_random_uuid(), id, $1, organization_id, 'succeeded' from events where day = $2`,
    [endpointId, day],
  );
}
// Of each state three, in the oldest day.
const STATES = ['pending', 'sending', 'dead', 'cancelled'] as const;
for (const [i, state] of STATES.entries()) {
  await pool.query(
    `update deliveries set state = $1, lease_until = case when $1::delivery_state = 'sending' then now() end
      where day = $2 and event_id in (select id from events where day = $2 and organization_id = $3 and topic_offset
        between $4 and $5)`,
    [state, DAYS[0], organizationId, 100 * i + 10, 100 * i + 12],
  );
}
await pool.query('vacuum analyze');
const parentOf = new Map<string, string>();
await learnIndexes();

/** Which index of all days the one of a day belongs to. */
async function learnIndexes(): Promise<void> {
  const { rows } = await pool.query<{ child: string; parent: string }>(
    `select i.inhrelid::regclass::text as child, i.inhparent::regclass::text as parent
       from pg_inherits i join pg_class c on c.oid = i.inhrelid and c.relkind = 'i'`,
  );
  for (const { child, parent } of rows) parentOf.set(child, parent);
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

interface Watched {
  readonly page: InboxPage;
  /** The indexes that any statement went by, of all days together. */
  readonly indexes: ReadonlySet<string>;
  /** The kinds of nodes that the plans have. */
  readonly ways: ReadonlySet<string>;
}

/** Searches, and looks at the plan of each statement on the way. */
async function search(query: InboxQuery, events = 1_000_000): Promise<Watched> {
  const indexes = new Set<string>();
  const ways = new Set<string>();
  const db = {
    async query(text: string, values: unknown[] = []) {
      const { rows } = await pool.query(`explain (format json) ${text}`, values);
      const nodes = nodesOf(rows[0]['QUERY PLAN'][0].Plan);
      for (const node of nodes) {
        ways.add(node['Node Type']);
        const index = node['Index Name'];
        if (index !== undefined) indexes.add(parentOf.get(index) ?? index);
      }
      const read = nodes.filter((node) => /^(events|deliveries)_\d/.test(node['Relation Name'] ?? ''));
      for (const node of read)
        assert.doesNotMatch(node['Node Type'], /Seq Scan/, `${text}\n${JSON.stringify(node)}`);
      const days = new Set(read.map((node) => node['Relation Name']?.replace(/^\w+_/, '')));
      assert.ok(days.size <= 1, `a statement over ${[...days].join(' and ')}: ${text}`);
      return pool.query(text, values);
    },
  } as unknown as typeof pool;
  const page = await searchInbox(db, query, { events, ms: Number.POSITIVE_INFINITY });
  return { page, indexes, ways };
}

const NO_FILTER: InboxFilter = { types: undefined, states: undefined, neverDelivered: false };
const END = { micros: Date.UTC(2027, 0) * 1000, id: LOWEST_ID };

function query(filter: Partial<InboxFilter>, more: Partial<InboxQuery> = {}): InboxQuery {
  return {
    organizationId,
    filter: { ...NO_FILTER, ...filter },
    before: END,
    fromMicros: 0,
    limit: 50,
    ...more,
  };
}

async function expectIndexes(found: Watched, indexes: string[], events: number): Promise<void> {
  assert.equal(found.page.events.length, events);
  assert.ok(found.page.complete);
  for (const index of indexes)
    assert.ok(found.indexes.has(index), `${index}, but ${[...found.indexes].join(', ')}`);
}

test('a page without a filter, or of a stretch of time, goes by events_inbox', async () => {
  await expectIndexes(await search(query({})), ['events_inbox', 'deliveries_event'], 50);
  const micros = Date.parse('2026-01-04T00:01:00Z') * 1000;
  const stretch = { before: { micros, id: LOWEST_ID }, fromMicros: micros - 10_000_000 };
  await expectIndexes(await search(query({}, stretch)), ['events_inbox'], 40);
});

test('types are looked for in events_inbox alone, also those that are rare and those that nothing has', async () => {
  const indexes = ['events_inbox'];
  await expectIndexes(await search(query({ types: ['item.sold.1'] })), indexes, 50);
  await expectIndexes(await search(query({ types: ['item.*', 'order.lost'] })), indexes, 50);
  await expectIndexes(await search(query({ types: ['order.*'] })), indexes, 50);
  const none = await search(query({ types: ['none', 'no.*'] }));
  await expectIndexes(none, indexes, 0);
  assert.ok(none.ways.has('Index Only Scan'), [...none.ways].join());
});

test('states that few deliveries are in go by an index each', async () => {
  const of = (state: (typeof STATES)[number]) => search(query({ states: [state] }));
  await expectIndexes(await of('pending'), ['deliveries_due', 'events_pkey'], 3);
  await expectIndexes(await of('sending'), ['deliveries_leased', 'events_pkey'], 3);
  await expectIndexes(await of('dead'), ['deliveries_failed', 'events_pkey'], 3);
  await expectIndexes(await of('cancelled'), ['deliveries_failed', 'events_pkey'], 3);
  const none = { states: ['dead'], neverDelivered: true, types: ['order.lost'] } as const;
  await expectIndexes(await search(query(none)), ['deliveries_failed'], 0);
});

test('what is succeeded, or was never delivered, is looked for along events_inbox and deliveries_event', async () => {
  const indexes = ['events_inbox', 'deliveries_event'];
  await expectIndexes(await search(query({ states: ['succeeded'] })), indexes, 50);
  await expectIndexes(await search(query({ neverDelivered: true })), indexes, 12);
  const lost = await search(query({ neverDelivered: true, types: ['order.*'] }));
  await expectIndexes(lost, indexes, 0);
});

test('a filter that matches next to nothing answers page by page, each within its budget', async () => {
  const found: string[] = [];
  const cursors = new Set<string>();
  let pages = 0;
  for (let before = END; ; pages += 1) {
    const { page } = await search(query({ neverDelivered: true }, { before }), 10_000);
    found.push(...page.events.map(({ id }) => id));
    if (!page.next) break;
    assert.equal(page.complete, false);
    before = page.next;
    cursors.add(JSON.stringify(before));
  }
  // A hundred thousand events, ten thousand a page: what is in the oldest day is found all the same.
  assert.ok(pages >= 9 && pages <= 12, String(pages));
  assert.equal(cursors.size, pages);
  assert.equal(new Set(found).size, 12);
});

test('a search that has no time left still goes on by a step a page', async () => {
  const late = async (before: InboxQuery['before']) =>
    searchInbox(pool, query({ neverDelivered: true }, { before }), { events: 1_000_000, ms: 0 }, () => 0);
  let page = await late(END);
  for (let pages = 1; page.next; pages += 1) {
    assert.ok(pages < 300, 'it does not come to an end');
    const next = await late(page.next);
    assert.notDeepEqual(next.next, page.next);
    page = next;
  }
  assert.ok(page.complete);
});

test('states that many deliveries are in are met along the way', async () => {
  const { rows } = await pool.query<{ n: number }>(
    `with changed as (
       update deliveries set state = 'pending' where day = $1 and organization_id = $2 and state = 'succeeded' returning 1
     ) select count(*)::int as n from changed`,
    [DAYS[3], organizationId],
  );
  assert.equal(rows[0]?.n, A_DAY);
  await pool.query('vacuum analyze deliveries');
  const found = await search(query({ states: ['pending'] }));
  await expectIndexes(found, ['deliveries_due', 'events_inbox', 'deliveries_event'], 50);
  assert.ok(found.page.events.every(({ day, deliveries }) => day === DAYS[3] && deliveries.pending === 1));
});

test('a day that Postgres knows nothing of yet is read by the same indexes', async () => {
  const day = '2026-01-07';
  await ensureDays(pool, [day]);
  for (const table of ['events', 'deliveries'])
    await pool.query(`alter table ${table}_20260107 set (autovacuum_enabled = off)`);
  await learnIndexes();
  for (const organization of [organizationId, other]) {
    await pool.query(
      `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
       select $1, gen_random_uuid(), $2, 'item.sold', $1::date::timestamp at time zone 'UTC' + n * interval '1 second',
              0, n, 'body'
         from generate_series(1, $3::int) n`,
      [day, organization, A_DAY],
    );
  }
  await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state)
     select day, gen_random_uuid(), id, $1, organization_id,
            (case topic_offset when 3 then 'dead' when 4 then 'pending' when 5 then 'sending' else 'succeeded' end)::delivery_state
       from events where day = $2`,
    [endpointId, day],
  );
  const fromMicros = Date.parse(day) * 1000;
  const along = ['events_inbox', 'deliveries_event', 'events_pkey'];
  const cases: [Partial<InboxFilter>, indexes: string[], events: number][] = [
    [{}, along, 50],
    [{ types: ['no.*'] }, along, 0],
    [{ states: ['succeeded'] }, along, 50],
    [{ neverDelivered: true }, along, 3],
    [{ states: ['dead'] }, ['deliveries_failed', 'deliveries_event', 'events_pkey'], 1],
    [{ states: ['sending'] }, ['deliveries_leased', 'deliveries_event', 'events_pkey'], 1],
    [
      { states: ['pending'] },
      ['endpoints_of_organization', 'deliveries_due', 'deliveries_event', 'events_pkey'],
      1,
    ],
  ];
  for (const [filter, allowed, events] of cases) {
    const { page, indexes } = await search(query(filter, { fromMicros }));
    assert.equal(page.events.length, events, JSON.stringify(filter));
    // The primary key alone finds a day as well: by reading all of it.
    const others = [...indexes].filter((index) => !allowed.includes(index));
    assert.deepEqual(others, [], JSON.stringify(filter));
  }
});
