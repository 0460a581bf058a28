import type { RollingEvidence, StoredDelivery, StoredEvent } from './judge-rolling.ts';
import type { RollingStage } from './open-rolling.ts';

/** What a rolling run has left in Postgres. */
export async function readRollingTables({
  database: { pool },
}: RollingStage): Promise<Pick<RollingEvidence, 'events' | 'deliveries' | 'poison'>> {
  const events = await pool.query<StoredEvent>(
    `select id, organization_id as "organizationId", coalesce(ordering_key, '') as "orderingKey",
            topic_partition as partition, topic_offset as "offset"
       from events where topic_partition >= 0`,
  );
  const deliveries = await pool.query<StoredDelivery>(
    `select d.event_id as "eventId", d.endpoint_id as "endpointId", d.state::text as state,
            coalesce(a.n, 0)::int as attempts
       from deliveries d
       left join (select delivery_id, count(*) as n from attempts group by 1) a on a.delivery_id = d.id`,
  );
  const books = await pool.query<{ poison: number }>(
    'select coalesce(sum(poison), 0)::int as poison from ledger',
  );
  return { events: events.rows, deliveries: deliveries.rows, poison: books.rows[0]?.poison ?? 0 };
}
