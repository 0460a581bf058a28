import { byteaArray, floatArray, intArray, textArray } from '../binary-array.ts';
import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

/** What an attempt came to. `version` is the one that the claim gave. */
export interface AttemptResult extends Omit<DeliveryRef, 'day'> {
  readonly next: NextState;
  /** Milliseconds from the attempt's start until now: the start is written by the database's clock. */
  readonly startedAgoMs: number;
  readonly durationMs: number;
  /** `succeeded`, or what went wrong, one word. */
  readonly outcome: string;
  readonly statusCode: number | null;
  readonly error: string | null;
  /** The beginning of the answer's body. */
  readonly response: Buffer | null;
  readonly traceId: string | null;
}

export type NextState =
  | { readonly state: 'succeeded'; readonly reason: 'delivered' }
  | { readonly state: 'dead'; readonly reason: 'exhausted' }
  /** One step further on the ladder, due after `delayMs`. */
  | { readonly state: 'pending'; readonly delayMs: number };

// One statement, and so one transaction: the row moves on exactly when the attempt is written. The rows that are no
// longer ours (the lease ran out and somebody else has claimed them since, or has already ended them) drop out in `mine`
// and change nothing, attempts included. They are locked in the order of their ids, as by every statement that waits for
// deliveries: two of them never wait for each other. The update joins by the whole key, as that of the claim does.
const RECORD = `
  with mine as (
    select locked.day, given.*
      from (select * from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::float8[], $7::float8[],
                                 $8::int[], $9::text[], $10::int[], $11::text[], $12::bytea[], $13::text[])
              as given (id, version, state, reason, delay_ms, started_ago_ms, duration_ms, outcome, status_code, error,
                        response, trace_id)
             order by id) given
     cross join lateral (
      select d.day from deliveries d
       where d.day = $1 and d.id = given.id and d.version = given.version and d.state::text = 'sending'
       limit 1
         for update
     ) locked
  ), moved as (
    update deliveries d
       set state = mine.state::delivery_state, reason = mine.reason, version = d.version + 1, lease_until = null,
           ladder_step = d.ladder_step + (mine.state = 'pending')::int,
           next_attempt_at = coalesce(now() + mine.delay_ms * interval '1 millisecond', d.next_attempt_at),
           ended_at = case when mine.state = 'pending' then null else now() end
      from mine
     where d.day = mine.day and d.id = mine.id
    returning d.id, d.version, d.attempts, case when mine.state = 'pending' then d.next_attempt_at end as next_attempt_at,
              mine.started_ago_ms, mine.duration_ms, mine.outcome, mine.status_code, mine.error, mine.response, mine.trace_id
  ), written as (
    insert into attempts (day, delivery_id, number, started_at, duration_ms, outcome, status_code, error, response,
                          trace_id, next_attempt_at)
    select $1, id, attempts, now() - started_ago_ms * interval '1 millisecond', duration_ms, outcome, status_code, error,
           response, trace_id, next_attempt_at
      from moved
    on conflict do nothing
  )
  select id, version from moved`;

/**
 * Writes what attempts came to: the delivery's next state and the attempt's row.
 * @param day of all of them
 * @returns the new version by delivery id, for recordedVersion; of what was fenced out nothing was written
 */
export async function recordResults(
  db: Queryable,
  day: string,
  results: readonly AttemptResult[],
): Promise<Map<string, number>> {
  const column = <T>(pick: (result: AttemptResult) => T): T[] => results.map(pick);
  const { rows } = await db.query<{ id: string; version: number }>({
    name: 'record-results',
    text: RECORD,
    values: [
      day,
      ...refColumns(results),
      textArray(column(({ next }) => next.state)),
      textArray(column(({ next }) => (next.state === 'pending' ? null : next.reason))),
      floatArray(column(({ next }) => (next.state === 'pending' ? next.delayMs : null))),
      floatArray(column(({ startedAgoMs }) => startedAgoMs)),
      intArray(column(({ durationMs }) => durationMs)),
      textArray(column(({ outcome }) => outcome)),
      intArray(column(({ statusCode }) => statusCode)),
      textArray(column(({ error }) => error)),
      byteaArray(column(({ response }) => response)),
      textArray(column(({ traceId }) => traceId)),
    ],
  });
  return new Map(rows.map(({ id, version }) => [id, version]));
}

/**
 * The version that this result has given its delivery; undefined when it was fenced out. Not by the id alone: of one delivery
 * a result whose lease ran out while it waited, and that of the claim after it, may be written together.
 */
export function recordedVersion(
  versions: ReadonlyMap<string, number>,
  { id, version }: Pick<AttemptResult, 'id' | 'version'>,
): number | undefined {
  const written = versions.get(id);
  return written === version + 1 ? written : undefined;
}
