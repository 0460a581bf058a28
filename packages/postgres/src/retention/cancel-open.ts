// What is still open in a day that is about to be dropped is cancelled first, a page at a time.
import type { Pool, PoolClient } from '../pool.ts';
import { shortTransaction } from './short-transaction.ts';

/** A place in deliveries_due. */
export interface DuePlace {
  readonly endpointId: string;
  /** As text: a Date has no microseconds. */
  readonly nextAttemptAt: string;
}

export const FIRST_PLACE: DuePlace = {
  endpointId: '00000000-0000-0000-0000-000000000000',
  nextAttemptAt: '-infinity',
};

export interface CancelledPage {
  readonly cancelled: number;
  /** Where the next page begins, or undefined after the last one. */
  readonly next: DuePlace | undefined;
}

// Along the index, from where the page before ended: begun at the start, each page would step over all the entries that
// the pages before it left dead, which vacuum cannot take away while somebody reads. Inclusive, because several rows may
// stand at one place; those that are done are no longer pending.
const PENDING = `
  select id, endpoint_id as "endpointId", next_attempt_at::text as "nextAttemptAt" from deliveries
   where day = $1 and state = 'pending' and (endpoint_id, next_attempt_at) >= ($2::uuid, $3::timestamptz)
   order by endpoint_id, next_attempt_at
   limit $4`;

// No more than attempts were under way in some process when it died.
const SENDING = `
  select id from deliveries where day = $1 and state = 'sending' order by lease_until limit $2`;

// Locked in the order of their ids, as by every statement that waits for deliveries. The new version fences out whoever
// has claimed one: its result comes too late, and writes no attempt into a table that is about to go.
const CANCEL = `
  with open as (
    select id from deliveries
     where day = $1 and id = any($2::uuid[]) and state in ('pending', 'sending')
     order by id
       for update
  )
  update deliveries d
     set state = 'cancelled', reason = 'expired', version = d.version + 1, ended_at = now(), lease_until = null
    from open
   where d.day = $1 and d.id = open.id`;

/**
 * Cancels a page of the day's pending deliveries, in the order of deliveries_due.
 * @returns undefined when it gave way to somebody: nothing was done
 */
export function cancelPending(
  pool: Pool,
  day: string,
  from: DuePlace,
  limit: number,
): Promise<CancelledPage | undefined> {
  return shortTransaction(pool, async (client) => {
    const { rows } = await client.query<DuePlace & { id: string }>({
      name: 'find-expired-pending',
      text: PENDING,
      values: [day, from.endpointId, from.nextAttemptAt, limit],
    });
    const cancelled = await cancel(client, day, rows);
    return { cancelled, next: rows.length === limit ? rows.at(-1) : undefined };
  });
}

/**
 * Cancels some of the day's deliveries that are being sent.
 * @returns how many, at most `limit`; undefined when it gave way to somebody
 */
export function cancelSending(pool: Pool, day: string, limit: number): Promise<number | undefined> {
  return shortTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string }>({
      name: 'find-expired-sending',
      text: SENDING,
      values: [day, limit],
    });
    return await cancel(client, day, rows);
  });
}

async function cancel(client: PoolClient, day: string, rows: readonly { id: string }[]): Promise<number> {
  if (rows.length === 0) return 0;
  const values = [day, rows.map(({ id }) => id)];
  const { rowCount } = await client.query({ name: 'cancel-expired', text: CANCEL, values });
  return rowCount ?? 0;
}

// In the order of the partial indexes, so that these are used: asked by `exists`, Postgres may expect to come across an open
// row soon, and read the whole day when there is none.
const HAS_OPEN = `
  select coalesce((select id from deliveries where day = $1 and state = 'pending' order by endpoint_id, next_attempt_at limit 1),
                  (select id from deliveries where day = $1 and state = 'sending' order by lease_until limit 1))
           is not null as open`;

/** Whether anything of the day is pending or being sent; undefined when that could not be found out in time. */
export function hasOpen(pool: Pool, day: string): Promise<boolean | undefined> {
  return shortTransaction(pool, async (client) => {
    const { rows } = await client.query<{ open: boolean }>({
      name: 'find-expired-open',
      text: HAS_OPEN,
      values: [day],
    });
    return rows[0]?.open ?? false;
  });
}
