import type { Queryable } from '../pool.ts';

/** What one instance has counted: the arrays have a place for each window of an organization. */
export interface OwnCounts {
  readonly organizationIds: readonly string[];
  /** When the window began, in milliseconds since the epoch by the clock of Postgres. The same window, the same number. */
  readonly startsMs: readonly number[];
  /** All that was admitted in it so far. */
  readonly admitted: readonly number[];
  /** Events asked for a second; 0 for a window that is over. */
  readonly demand: readonly number[];
}

/** What the other instances have counted for an organization, and how they weigh now. */
export interface OthersCounts {
  readonly organizationId: string;
  /** What they admitted in the last window's length: their present windows in full, those before by what is left of them. */
  readonly used: number;
  /** By how much `used` shrinks in a millisecond, because windows that are over leave it. */
  readonly decay: number;
  /** How many have counted lately. */
  readonly instances: number;
  /** Events asked of these a second. */
  readonly demand: number;
  /** One of these has a lower id than oneself. */
  readonly hasLower: boolean;
}

export interface SharedCounts {
  /** The clock of Postgres, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** One for each of the organizations that were asked for. */
  readonly others: readonly OthersCounts[];
}

export interface ShareCountsOptions {
  readonly instanceId: string;
  readonly windowMs: number;
  /** An instance counts as live for so long after it last wrote. */
  readonly liveMs: number;
}

// Rows have one writer each and counts only grow: written twice, or late and out of order, they stay right, and nobody
// waits for a row. The totals are those of the others alone, for one knows one's own better.
const SHARE = `
  with written as (
    insert into rate_counts as r (organization_id, minute, instance_id, admitted, demand, updated_at)
    select organization_id, to_timestamp(start_ms / 1000), $1, admitted, demand, now()
      from unnest($2::uuid[], $3::float8[], $4::bigint[], $5::float8[]) as own (organization_id, start_ms, admitted, demand)
    on conflict (organization_id, minute, instance_id) do update
      set admitted = greatest(r.admitted, excluded.admitted), demand = excluded.demand, updated_at = excluded.updated_at
  ), counts as (
    select r.organization_id, r.instance_id, r.admitted::float8, r.demand,
           extract(epoch from now() - r.minute)::float8 * 1000 / $7 as age,
           r.updated_at > now() - $8 * interval '1 millisecond' as live
      from rate_counts r
     where r.organization_id = any ($6::uuid[]) and r.instance_id <> $1
       and r.minute > now() - 2 * $7 * interval '1 millisecond'
  )
  select extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs", asked.organization_id as "organizationId",
         coalesce(sum(c.admitted * least(1, 2 - c.age)), 0) as used,
         coalesce(sum(c.admitted) filter (where c.age >= 1), 0) / $7 as decay,
         count(distinct c.instance_id) filter (where c.live)::int as instances,
         coalesce(sum(c.demand) filter (where c.live), 0) as demand,
         coalesce(bool_or(c.instance_id < $1) filter (where c.live), false) as "hasLower"
    from unnest($6::uuid[]) as asked (organization_id)
    left join counts c using (organization_id)
   group by asked.organization_id`;

/**
 * Writes one's own counts and reads those of the other instances, in one statement.
 * @param organizationIds whose counts to read, without repetition and at least one
 */
export async function shareCounts(
  db: Queryable,
  own: OwnCounts,
  organizationIds: readonly string[],
  { instanceId, windowMs, liveMs }: ShareCountsOptions,
): Promise<SharedCounts> {
  const { rows } = await db.query<OthersCounts & { nowMs: number }>({
    name: 'share-counts',
    text: SHARE,
    values: [
      instanceId,
      own.organizationIds,
      own.startsMs,
      own.admitted,
      own.demand,
      organizationIds,
      windowMs,
      liveMs,
    ],
  });
  return { nowMs: rows[0]?.nowMs ?? Number.NaN, others: rows };
}
