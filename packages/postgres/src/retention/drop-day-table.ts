// Why `drop table` and not `detach partition concurrently`. To drop a partition takes an access exclusive lock on the
// whole table: it waits for everyone who is using the table, and everyone who comes later waits behind it. To detach it
// concurrently takes a weaker one, and nobody waits. But that runs in no transaction, so that its time limits cannot be
// set through a connection pooler; it waits for every transaction that was there before it, however long; and when it is
// cut short it leaves a partition half detached, which hides its rows, keeps every other day from being detached, and
// has to be finished by another statement that waits in its turn. A drop is done or not done. Its wait is made harmless:
// it is not tried while somebody holds on to the table (findHolders), and given up after LOCK_TIMEOUT_MS.
// The files are deleted after the commit has let go of the locks.
import { dayTableName } from '../ensure-days.ts';
import type { Pool, PoolClient, Queryable } from '../pool.ts';
import { shortTransaction } from './short-transaction.ts';

/**
 * In the order in which they are dropped. Deliveries first: with them goes whatever could still lead somebody to the day,
 * and an attempt is never written when its delivery is gone. Events last: as long as they are there, the day is found again
 * after a crash.
 */
export const DAY_TABLES = ['deliveries', 'attempts', 'events'] as const;
export type DayTable = (typeof DAY_TABLES)[number];

const IS_ATTACHED = `
  select from pg_inherits where inhparent = $1::regclass and inhrelid = to_regclass($2)`;

const NOTE_EXPIRED = `
  insert into expired_days (day, dropped_at) values ($1, now())
  on conflict (day) do update set dropped_at = excluded.dropped_at`;

/**
 * Drops a day's part of a table, if it is still there. With the day's events it is noted that the day's keys are to go.
 * @returns undefined when it gave way to somebody: nothing was done
 */
export function dropDayTable(pool: Pool, table: DayTable, day: string): Promise<true | undefined> {
  return shortTransaction<true>(pool, async (client) => {
    await dropIfAttached(client, table, dayTableName(table, day));
    if (table === 'events') await client.query(NOTE_EXPIRED, [day]);
    return true;
  });
}

async function dropIfAttached(client: PoolClient, table: DayTable, name: string): Promise<void> {
  const { rowCount } = await client.query(IS_ATTACHED, [table, name]);
  // Somebody else may have dropped it since.
  if (rowCount) await client.query(`drop table if exists ${name}`);
}

const HOLDERS = `
  select distinct virtualtransaction as holder from pg_locks
   where granted and locktype = 'relation' and relation in ($1::regclass::oid, to_regclass($2)::oid)
     and database = (select oid from pg_database where datname = current_database())
     and virtualtransaction is not null and pid <> pg_backend_pid()`;

/** The transactions that use the table, or this day of it, at the moment. */
export async function findHolders(db: Queryable, table: DayTable, day: string): Promise<Set<string>> {
  const { rows } = await db.query<{ holder: string }>({
    name: 'find-table-holders',
    text: HOLDERS,
    values: [table, dayTableName(table, day)],
  });
  return new Set(rows.map(({ holder }) => holder));
}
