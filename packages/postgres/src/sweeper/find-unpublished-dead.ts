import type { Queryable } from '../pool.ts';

/** A delivery that is dead, but of which Kafka has not acknowledged the dead letter. */
export interface UnpublishedDead {
  readonly day: string;
  readonly id: string;
  readonly endpointId: string;
  readonly organizationId: string;
  readonly version: number;
  readonly reason: string;
  /** Of the request that brought the event. */
  readonly traceparent: string | null;
}

const FIND = `
  select d.*, (select e.traceparent from events e where e.day = d.day and e.id = d.event_id) as traceparent
    from (select day, id, event_id, endpoint_id, organization_id, version, reason, ended_at from deliveries
           where state = 'dead' and dlq_at is null and ended_at < now() - make_interval(secs => $1)
           order by ended_at
           limit $2) d
   order by d.ended_at`;

/** @param olderThanMs leaves time for whoever wrote the row to publish by itself */
export async function findUnpublishedDead(
  db: Queryable,
  olderThanMs: number,
  limit: number,
): Promise<UnpublishedDead[]> {
  const { rows } = await db.query({
    name: 'find-unpublished-dead',
    text: FIND,
    values: [olderThanMs / 1000, limit],
  });
  return rows.map((row) => ({
    day: row.day,
    id: row.id,
    endpointId: row.endpoint_id,
    organizationId: row.organization_id,
    version: row.version,
    reason: row.reason ?? 'exhausted',
    traceparent: row.traceparent,
  }));
}
