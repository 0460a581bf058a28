// Retention beside others: two processes at once, and somebody who reads for a long time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { dropDayTable, findHolders } from '@hopline/postgres/retention/drop-day-table';
import { withRetentionLock } from '@hopline/postgres/retention/with-retention-lock';
import pg from 'pg';
import { inReverse } from '../support/cleanup.ts';
import { DAY } from '../support/deliveries.ts';
import { daysAgo, OLD, type RetentionFixture, retentionFixture, times } from '../support/retention.ts';
import { until } from '../support/until.ts';

interface Reader {
  finish(): Promise<void>;
}

const retentionTest = (
  name: string,
  run: (fixture: RetentionFixture, read: (sql: string) => Promise<Reader>) => Promise<void>,
) =>
  test(name, async (context) => {
    const t = inReverse(context);
    const fixture = await retentionFixture(t);
    /** A transaction that has read and goes on for as long as it likes. */
    const read = async (sql: string): Promise<Reader> => {
      const client = new pg.Client({ connectionString: fixture.url });
      await client.connect();
      t.after(() => client.end());
      await client.query('begin');
      await client.query(sql);
      return { finish: async () => void (await client.query('commit')) };
    };
    await run(fixture, read);
  });

retentionTest('one process works at a time', async (r) => {
  const [begun, finished] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = withRetentionLock(r.pool, () => {
    begun.resolve();
    return finished.promise;
  });
  let ran = false;
  const work = async () => {
    ran = true;
  };
  await begun.promise;
  assert.equal(await withRetentionLock(r.pool, work), false);
  assert.equal(ran, false);
  finished.resolve();
  assert.equal(await first, true);
  assert.equal(await withRetentionLock(r.pool, work), true);
  assert.equal(ran, true);
});

retentionTest('two at once, the lock of one being lost, do no harm', async (r) => {
  await r.store(OLD, times(3000, 'pending'));
  const { signal } = new AbortController();
  await Promise.all([r.retain()(signal), r.retain()(signal)]);
  assert.deepEqual(await r.tablesOf(OLD), []);
  const cancelled = r.lines.map(({ fields }) => Number(fields.cancelled));
  assert.equal(
    cancelled.reduce((sum, count) => sum + count, 0),
    3000,
    'each is cancelled once',
  );
});

const insertToday = ({ pool, endpoint }: RetentionFixture) =>
  pool.query(
    `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
     values ($1, gen_random_uuid(), $2, 'test.made', now(), 0, 0, '')`,
    [DAY, endpoint.organizationId],
  );

retentionTest(
  'who reads a day for long keeps it, and nobody waits: it is not even tried to drop it',
  async (r, read) => {
    await r.store(OLD, times(3, 'succeeded'));
    const reader = await read(`select * from events where day = '${OLD}'`);
    let over = false;
    const round = r.round().finally(() => {
      over = true;
    });
    // Whoever waits for a lock, an insert that has come behind retention or retention itself, would be seen here.
    const waiting = new Set<string>();
    while (!over) {
      await insertToday(r);
      const { rows } = await r.pool.query(
        `select distinct query from pg_locks join pg_stat_activity using (pid)
        where not granted and datname = current_database()`,
      );
      for (const { query } of rows) waiting.add(query);
    }
    assert.equal(await round, false);
    assert.deepEqual([...waiting], []);
    assert.deepEqual(await r.tablesOf(OLD), ['events']);
    const [line] = r.lines;
    assert.deepEqual([line?.message, line?.fields.at], ['day.held', 'events']);

    await reader.finish();
    await r.round();
    assert.deepEqual(await r.tablesOf(OLD), []);
  },
);

retentionTest('a drop that meets a reader gives way to those who come behind it', async (r, read) => {
  await r.store(OLD, ['succeeded']);
  const reader = await read('select * from events');
  // Again and again, since each waits for a moment only, which a look from outside may miss.
  let isMet = false;
  const drops: unknown[] = [];
  const dropping = (async () => {
    do drops.push(await dropDayTable(r.pool, 'events', OLD));
    while (!isMet);
  })();
  await until('the drop waits', async () => {
    const { rows } = await r.pool.query(
      `select from pg_locks where not granted and relation = 'events'::regclass and mode = 'AccessExclusiveLock'`,
    );
    return rows.length > 0;
  });
  isMet = true;
  // Behind the drop, which is behind the reader: it ends while the reader goes on.
  await insertToday(r);
  await dropping;
  assert.deepEqual(new Set(drops), new Set([undefined]));
  assert.deepEqual(await r.tablesOf(OLD), ['attempts', 'deliveries', 'events']);
  const { rows } = await r.pool.query('select from expired_days');
  assert.equal(rows.length, 0);
  await reader.finish();
  await until('it is dropped', () => dropDayTable(r.pool, 'events', OLD));
});

retentionTest('a vacuum of the day counts as somebody who uses it', async (r, read) => {
  await r.store(OLD, ['succeeded']);
  assert.equal((await findHolders(r.pool, 'events', OLD)).size, 0);
  // The lock that vacuum takes.
  const vacuum = await read(
    `lock table only events_${OLD.replaceAll('-', '')} in share update exclusive mode`,
  );
  assert.equal((await findHolders(r.pool, 'events', OLD)).size, 1);
  await vacuum.finish();
});

retentionTest('a delivery that somebody holds is waited for, and its day stays', async (r, read) => {
  await r.store(OLD, ['pending', 'pending']);
  const holder = await read(`select from deliveries where state = 'pending' limit 1 for update`);
  await r.round();
  assert.deepEqual(
    r.lines.map(({ message, fields }) => [message, fields.at]),
    [['day.held', 'cancel']],
  );
  await holder.finish();
  await r.round();
  assert.deepEqual(await r.tablesOf(OLD), []);
});

retentionTest('a day is made while somebody reads, and rows go into it', async (r, read) => {
  const reader = await read('select * from events, deliveries, attempts');
  const day = daysAgo(-9);
  await Promise.all([ensureDays(r.pool, [day]), ensureDays(r.pool, [day, daysAgo(-10)])]);
  await r.store(day, ['pending', 'succeeded']);
  await reader.finish();
  // The same in all that counts as one that Postgres makes itself.
  for (const table of ['events', 'deliveries']) {
    await r.pool.query(
      `create table ${table}_other partition of ${table} for values from ('2001-01-01') to ('2001-01-02')`,
    );
  }
  const indexes = async (name: string) => {
    const { rows } = await r.pool.query(
      `select count(*)::int as n, bool_and(exists (select from pg_inherits where inhrelid = indexrelid)) as attached
         from pg_index where indrelid = $1::regclass`,
      [name],
    );
    return rows;
  };
  for (const table of ['events', 'deliveries']) {
    const made = await indexes(`${table}_${day.replaceAll('-', '')}`);
    assert.deepEqual(made, await indexes(`${table}_other`));
    assert.equal(made[0]?.attached, true);
  }
});
