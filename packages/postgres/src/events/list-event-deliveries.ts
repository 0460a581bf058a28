import type { DeliveryState } from '../deliveries/delivery-state.ts';
import type { Queryable } from '../pool.ts';

export interface EventDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly state: DeliveryState;
  /** Why it ended. */
  readonly reason: string | null;
  readonly nextAttemptAt: Date;
  readonly endedAt: Date | null;
  readonly createdAt: Date;
  /** The oldest first. */
  readonly attempts: readonly DeliveryAttempt[];
}

export interface DeliveryAttempt {
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: string;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly traceId: string | null;
}

/** A delivery with one of its attempts, whose columns are null when it has none. */
type Row = Omit<EventDelivery, 'attempts'> & { [K in keyof DeliveryAttempt]: DeliveryAttempt[K] | null };

const LIST = `
  select d.id, d.endpoint_id as "endpointId", d.state, d.reason, d.next_attempt_at as "nextAttemptAt",
         d.ended_at as "endedAt", d.created_at as "createdAt",
         a.number, a.started_at as "startedAt", a.duration_ms as "durationMs", a.outcome,
         a.status_code as "statusCode", a.error, a.trace_id as "traceId"
    from deliveries d
    left join attempts a on a.day = d.day and a.delivery_id = d.id
   where d.day = $1 and d.event_id = $2
   order by d.created_at, d.id, a.number`;

/** The deliveries of an event with their attempts, in one snapshot. */
export async function listEventDeliveries(
  db: Queryable,
  event: { readonly id: string; readonly day: string },
): Promise<EventDelivery[]> {
  const { rows } = await db.query<Row>({
    name: 'list-event-deliveries',
    text: LIST,
    values: [event.day, event.id],
  });
  const deliveries: (EventDelivery & { attempts: DeliveryAttempt[] })[] = [];
  for (const row of rows) {
    const { number, startedAt, durationMs, outcome, statusCode, error, traceId, ...delivery } = row;
    if (deliveries.at(-1)?.id !== row.id) deliveries.push({ ...delivery, attempts: [] });
    if (number === null || startedAt === null || durationMs === null || outcome === null) continue;
    deliveries.at(-1)?.attempts.push({ number, startedAt, durationMs, outcome, statusCode, error, traceId });
  }
  return deliveries;
}
