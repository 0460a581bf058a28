import type { Queryable } from '../pool.ts';

export interface StoredEvent {
  readonly id: string;
  readonly day: string;
  readonly type: string;
  readonly dedupId: string | null;
  readonly orderingKey: string | null;
  readonly acceptedAt: Date;
  readonly storedAt: Date;
  /** Where it stands in the events topic; null of an operational event, which is in none. */
  readonly partition: number | null;
  readonly offset: number | null;
  /** W3C trace context of the request that brought it. */
  readonly traceparent: string | null;
  /** The webhook's body. */
  readonly body: Buffer;
  /** How many events came later under the same dedup_id with another type or payload; they were not stored. */
  readonly conflicts: number;
  /** When the last of them was accepted. */
  readonly lastConflictAt: Date | null;
}

// event_keys knows the day, so that one daily partition is read and not all of them. Retention drops a day's deliveries
// first: without them the event would look as if nobody had wanted it, so it is gone with them.
const FIND = `
  select e.id, e.day, e.type, e.dedup_id as "dedupId", e.ordering_key as "orderingKey",
         e.accepted_at as "acceptedAt", e.stored_at as "storedAt", e.body, e.traceparent,
         case when e.topic_partition >= 0 then e.topic_partition end as partition,
         case when e.topic_partition >= 0 then e.topic_offset::double precision end as "offset",
         coalesce(k.conflicts, 0)::double precision as conflicts, k.last_conflict_at as "lastConflictAt"
    from event_keys k
    join events e on e.day = k.day and e.id = k.event_id
   where k.event_id = $1 and e.organization_id = $2
     and to_regclass('deliveries_' || to_char(k.day, 'YYYYMMDD')) is not null`;

/** One of the organization's events; undefined while it is not stored, or when it is another's. */
export async function findEvent(
  db: Queryable,
  organizationId: string,
  id: string,
): Promise<StoredEvent | undefined> {
  const { rows } = await db.query<StoredEvent>({
    name: 'find-event',
    text: FIND,
    values: [id, organizationId],
  });
  return rows[0];
}
