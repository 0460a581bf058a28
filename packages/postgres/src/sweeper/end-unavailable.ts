import { deliveryExhausted } from '../operational-events/delivery-exhausted.ts';
import { type NewDelivery, storeOperationalEvents } from '../operational-events/store-operational-events.ts';
import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

/** An endpoint that nothing but fails at, and how long its deliveries may be due without an attempt. */
export interface AgeLimit {
  readonly endpointId: string;
  readonly limitMs: number;
}

export interface EndedUnavailable {
  readonly count: number;
  /** Of operational events: to be woken after the commit. */
  readonly deliveries: readonly NewDelivery[];
}

// Not of an ordered endpoint that is held by what is dead: what waits behind that waits for a person, for as long as it takes.
// The endpoint is asked again: it may have come back, or been changed, since it was looked at. From its last change on,
// such as its resumption, it has all of the time again.
const LOCK = `
  select found.*, e.id as "endpointId", e.organization_id as "organizationId"
    from unnest($1::uuid[], $2::float8[]) as wanted (id, limit_ms)
    join endpoints e on e.id = wanted.id and e.failing_since is not null and not e.paused
     and not (e.ordered and e.skip_after is null)
     and e.updated_at < now() - wanted.limit_ms * interval '1 millisecond'
   cross join lateral (select day, id, event_id as "eventId", attempts from deliveries
                        where endpoint_id = e.id and state = 'pending'
                          and next_attempt_at < now() - wanted.limit_ms * interval '1 millisecond'
                        order by next_attempt_at
                        limit $3
                          for update skip locked) found
   limit $3`;

// Day by day, as expire-leases.ts. Without a dlq_at: the dead letter is published by the next round. An event that is
// gone, or operational itself, is told to nobody.
const END = `
  with ended as (
    update deliveries
       set state = 'dead', reason = 'endpoint_unavailable', version = version + 1, ended_at = now()
     where day = $1 and id = any($2::uuid[])
    returning event_id
  )
  select distinct v.id, v.type from ended join events v on v.day = $1 and v.id = ended.event_id
   where v.topic_partition >= 0`;

interface Found {
  readonly day: string;
  readonly id: string;
  readonly eventId: string;
  readonly attempts: number;
  readonly endpointId: string;
  readonly organizationId: string;
}

/**
 * Gives up deliveries that wait for an endpoint that has been out of reach for too long, and tells their organizations.
 * @param nowMs the time of operational events; the partitions of its day must be there
 * @returns at most `limit` of them
 */
export async function endUnavailable(
  pool: Pool,
  endpoints: readonly AgeLimit[],
  limit: number,
  nowMs: number,
): Promise<EndedUnavailable> {
  if (endpoints.length === 0) return { count: 0, deliveries: [] };
  return await inTransaction(pool, async (client) => {
    const values = [
      endpoints.map(({ endpointId }) => endpointId),
      endpoints.map(({ limitMs }) => limitMs),
      limit,
    ];
    const { rows } = await client.query<Found>({ name: 'lock-unavailable', text: LOCK, values });
    const types = new Map<string, string>();
    for (const [day, found] of Map.groupBy(rows, (row) => row.day)) {
      const ended = await client.query<{ id: string; type: string }>({
        name: 'end-unavailable',
        text: END,
        values: [day, found.map(({ id }) => id)],
      });
      for (const { id, type } of ended.rows) types.set(id, type);
    }
    const events = rows.flatMap((row) => {
      const eventType = types.get(row.eventId);
      const why = { reason: 'endpoint_unavailable', outcome: null, statusCode: null } as const;
      return eventType === undefined ? [] : [deliveryExhausted({ ...row, ...why, eventType })];
    });
    return { count: rows.length, deliveries: await storeOperationalEvents(client, events, nowMs) };
  });
}
