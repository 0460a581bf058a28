import type { Queryable } from '../pool.ts';

export interface LoggedAttempt {
  readonly deliveryId: string;
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** `succeeded`, or what went wrong, one word. */
  readonly outcome: string;
  readonly statusCode: number | null;
  readonly error: string | null;
  /** The beginning of the answer's body, at most 1 KB. */
  readonly response: Buffer | null;
  readonly traceId: string | null;
  /** When the next one was due; null when this one ended the delivery. */
  readonly nextAttemptAt: Date | null;
}

// Each walk by the primary key, from its end: a delivery that was replayed often has many.
const READ = `
  select a.*
    from unnest($2::uuid[]) as given (id)
   cross join lateral (
     select delivery_id as "deliveryId", number, started_at as "startedAt", duration_ms as "durationMs", outcome,
            status_code as "statusCode", error, response, trace_id as "traceId", next_attempt_at as "nextAttemptAt"
       from attempts where day = $1 and delivery_id = given.id
      order by number desc limit $3) a`;

/**
 * The newest attempts of each of these deliveries, at most `most` of one, the oldest of them first.
 * @returns by the delivery's id; one without attempts is not in it
 */
export async function readAttempts(
  db: Queryable,
  deliveries: readonly { readonly id: string; readonly day: string }[],
  most: number,
): Promise<Map<string, LoggedAttempt[]>> {
  const attempts: LoggedAttempt[] = [];
  // Day by day: one statement for all would be planned over every day that there is.
  for (const [day, ofDay] of Map.groupBy(deliveries, (delivery) => delivery.day)) {
    const { rows } = await db.query<LoggedAttempt>(READ, [day, ofDay.map(({ id }) => id), most]);
    attempts.push(...rows);
  }
  attempts.sort((a, b) => a.number - b.number);
  return Map.groupBy(attempts, ({ deliveryId }) => deliveryId);
}
