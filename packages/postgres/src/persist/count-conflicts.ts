import type { Queryable } from '../pool.ts';

/** Events that came under the key of another one, with other content. */
export interface KeyConflicts {
  /** The event that stays. */
  readonly eventId: string;
  readonly count: number;
  /** When the newest of them was accepted, milliseconds since the epoch. */
  readonly lastAt: number;
}

// The rows are locked in the order of their ids, as insert-event-keys takes them. Whoever updates keys has inserted all
// of its own before, so it never waits for one that is inserting: no circle.
const COUNT = `
  with given as (
    select k.event_id, g.count, to_timestamp(g.last_at / 1000.0) as last_at
      from unnest($1::uuid[], $2::int[], $3::double precision[]) as g (event_id, count, last_at)
      join event_keys k using (event_id)
     order by k.event_id
       for update of k)
  update event_keys k
     set conflicts = coalesce(k.conflicts, 0) + given.count,
         last_conflict_at = greatest(k.last_conflict_at, given.last_at)
    from given
   where k.event_id = given.event_id`;

/**
 * Counts these on the keys of the events that stay. Like the ledger they must be only of records at or above the locked
 * `next_offset`, so that a record that is read again is not counted again.
 * @param conflicts no event id twice
 */
export async function countConflicts(db: Queryable, conflicts: readonly KeyConflicts[]): Promise<void> {
  await db.query({
    name: 'count-conflicts',
    text: COUNT,
    values: [
      conflicts.map(({ eventId }) => eventId),
      conflicts.map(({ count }) => count),
      conflicts.map(({ lastAt }) => lastAt),
    ],
  });
}
