// What deliver asks of a day without statistics, which every day is until its first analyze: each statement finds its rows one
// by one, whether it was planned while the day was empty or when it was full. What is checked is how many rows Postgres reads,
// not how long it takes.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { PLANNER } from '@hopline/deliver/service';
import { cancelOrphans } from '@hopline/postgres/deliveries/cancel-orphans';
import { cancelUndelivered } from '@hopline/postgres/deliveries/cancel-undelivered';
import { claimDeliveries, claimInOrder } from '@hopline/postgres/deliveries/claim-deliveries';
import type { DeliveryRef } from '@hopline/postgres/deliveries/delivery-ref';
import { markDeadLettered } from '@hopline/postgres/deliveries/mark-dead-lettered';
import { readUnclaimed } from '@hopline/postgres/deliveries/read-unclaimed';
import {
  type AttemptResult,
  type NextState,
  recordResults,
} from '@hopline/postgres/deliveries/record-results';
import { releaseClaims } from '@hopline/postgres/deliveries/release-claims';
import { replayDead } from '@hopline/postgres/deliveries/replay-dead';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { createPool, type Queryable } from '@hopline/postgres/pool';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { addEndpoint, addOrganization } from '../support/deliveries.ts';
import { addOrderedEndpoint } from '../support/in-order.ts';
import { ROWS_A_DAY } from '../support/plan-rows.ts';

/** As persist makes it; and as a restored dump has it, which brings no statistics of any kind. */
const DAYS = { made: '2026-01-02', restored: '2026-01-03' };
const DAY_TABLES = ['events', 'deliveries', 'attempts'];
/** Pending, being sent, and over, in turns; so many rows are asked for at once. */
const STATES = ['pending', 'sending', 'dead', 'succeeded'];
const BATCH = 50;
/** Each is found, and found again to be changed, with its event and the head of its key. */
const READS_A_ROW = 5;

const fixture = inReverse({ after });
const database = await createDatabase(fixture);
const organizationId = await addOrganization(database.pool);
const endpoint = await addEndpoint(database.pool, { organizationId, url: 'https://example.com' });
const ordered = await addOrderedEndpoint(database.pool, { organizationId });
const deleted = await addEndpoint(database.pool, { organizationId, url: 'https://example.com' });
await database.pool.query('update endpoints set deleted_at = now() where id = $1', [deleted.id]);
await ensureDays(database.pool, [DAYS.made]);
for (const table of DAY_TABLES)
  await database.pool.query(
    `create table ${table}_20260103 partition of ${table} for values from ('${DAYS.restored}') to ('2026-01-04')`,
  );

type Refs = Omit<DeliveryRef, 'day'>[];

interface Statement {
  readonly of: { readonly id: string };
  readonly state: string;
  /** Gives how many rows it has found, where it says so. */
  ask(db: Queryable, day: string, refs: Refs): Promise<unknown>;
}

const result = (next: NextState) => (ref: Refs[number]) =>
  ({
    ...ref,
    ...{ next, startedAgoMs: 5, durationMs: 5, outcome: 'status', statusCode: 500 },
    ...{ error: null, response: null, traceId: null },
  }) satisfies AttemptResult;

/** How many of the rows are not in the state any more. */
async function moved({ state }: Statement, day: string, refs: Refs): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from deliveries
      where day = $1 and id = any($2::uuid[]) and (state::text <> $3 or dlq_at is not null)`,
    [day, refs.map(({ id }) => id), state],
  );
  return rows[0]?.n ?? 0;
}

const STATEMENTS: Record<string, Statement> = {
  'a claim': {
    of: endpoint,
    state: 'pending',
    ask: async (db, day, refs) => (await claimDeliveries(db, day, refs, 60_000)).length,
  },
  'a claim in an order': {
    of: ordered,
    state: 'pending',
    ask: async (db, day, refs) => (await claimInOrder(db, day, refs, 60_000)).length,
  },
  'a result that is the last': {
    of: endpoint,
    state: 'sending',
    ask: async (db, day, refs) =>
      (await recordResults(db, day, refs.map(result({ state: 'dead', reason: 'exhausted' })))).size,
  },
  'a result with another attempt to come': {
    of: endpoint,
    state: 'sending',
    ask: async (db, day, refs) =>
      (await recordResults(db, day, refs.map(result({ state: 'pending', delayMs: 1000 })))).size,
  },
  'why there was no claim': {
    of: endpoint,
    state: 'pending',
    ask: async (db, day, refs) => (await readUnclaimed(db, day, refs)).length,
  },
  'claims given back': {
    of: endpoint,
    state: 'sending',
    ask: (db, day, refs) => releaseClaims(db, day, refs),
  },
  'what is not posted at all': {
    of: endpoint,
    state: 'pending',
    ask: (db, day, refs) => cancelUndelivered(db, day, refs),
  },
  'what a deleted endpoint has left': {
    of: deleted,
    state: 'pending',
    ask: (db, day, refs) => cancelOrphans(db, day, refs),
  },
  'dead letters that were published': {
    of: endpoint,
    state: 'dead',
    ask: (db, day, refs) =>
      markDeadLettered(
        db,
        refs.map((ref) => ({ day, ...ref })),
      ),
  },
  'dead letters put back': {
    of: endpoint,
    state: 'dead',
    ask: async (db, day, refs) => (await replayDead(db, day, refs)).length,
  },
};

/** One connection: a plan belongs to a session, and so does what was read. */
const connect = (serverSettings: Record<string, string>) =>
  createPool({
    databaseUrl: database.url,
    size: 1,
    applicationName: 'test',
    serverSettings,
    onIdleError: () => {},
  });

// Of each state a quarter, to each endpoint alike, all due. In no order of anything but the ids.
const FILL = [
  `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
   select $1, gen_random_uuid(), $2, 'test.made', $1::date, 0, n, '' from generate_series(1, $3::int) n`,
  `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, next_attempt_at, lease_until,
                           order_key, topic_partition, topic_offset)
   select day, gen_random_uuid(), id, ($2::uuid[])[1 + topic_offset % 3], organization_id,
          ($3::delivery_state[])[1 + topic_offset / 3 % 4], now() - interval '1 minute', now() + interval '1 hour',
          case topic_offset % 3 when 1 then id::text end, case topic_offset % 3 when 1 then 0 end,
          case topic_offset % 3 when 1 then topic_offset end
     from events where day = $1`,
] as const;

// In turns through the day's rows: no row is given out twice.
const TAKE = `
  select id, version from deliveries
   where day = $1 and endpoint_id = $2 and state::text = $3 and dlq_at is null and not id = any($4::uuid[])
   order by id limit $5`;
const taken = new Set<string>();

async function take(day: string, { of, state }: Statement): Promise<Refs> {
  const { rows } = await database.pool.query<Refs[number]>(TAKE, [day, of.id, state, [...taken], BATCH]);
  for (const { id } of rows) taken.add(id);
  assert.equal(rows.length, BATCH);
  return rows;
}

/** What `work` gives, and how many rows of the days this session has read for it; a pool of one connection. */
async function reads(db: Queryable, work: () => Promise<unknown>) {
  const count = async () => {
    const { rows } = await db.query<{ n: number }>(
      `select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int as n
         from pg_stat_xact_user_tables where relname ~ '^(events|deliveries|attempts)_'`,
    );
    return rows[0]?.n ?? 0;
  };
  await db.query('begin');
  const before = await count();
  const found = await work();
  const rows = (await count()) - before;
  await db.query('commit');
  return { found, rows };
}

const withPlans = (
  [
    ["deliver's settings", PLANNER],
    // As the connections of persist and its commands have it.
    ['a plan for each call', { plan_cache_mode: 'force_custom_plan' }],
  ] as const
).flatMap(([how, settings]) => {
  const pool = connect(settings);
  fixture.after(() => pool.end());
  return Object.entries(DAYS).map(([kind, day]) => ({
    how: `${how}, a day as ${kind}`,
    settings,
    pool,
    day,
  }));
});

before(async () => {
  // The first plans are made now, with nothing in the day, and kept.
  for (const { pool, day } of withPlans)
    for (const statement of Object.values(STATEMENTS))
      await statement.ask(pool, day, [{ id: randomUUID(), version: 1 }]);
  for (const day of Object.values(DAYS)) {
    await database.pool.query(FILL[0], [day, organizationId, ROWS_A_DAY]);
    await database.pool.query(FILL[1], [day, [endpoint.id, ordered.id, deleted.id], STATES]);
  }
});

for (const [what, statement] of Object.entries(STATEMENTS)) {
  test(`${what}: as many rows are read as are asked for`, async () => {
    for (const { how, pool, day, settings } of withPlans) {
      const later = connect(settings);
      for (const [planned, db] of [
        ['planned while it was empty', pool],
        ['planned when it was full', later],
      ] as const) {
        const refs = await take(day, statement);
        const { found, rows } = await reads(db, () => statement.ask(db, day, refs));
        assert.equal(
          typeof found === 'number' ? found : await moved(statement, day, refs),
          BATCH,
          `${how}, ${planned}`,
        );
        assert.ok(rows >= BATCH && rows <= READS_A_ROW * BATCH, `${how}, ${planned}: ${rows} rows were read`);
      }
      await later.end();
    }
  });
}
