import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

// By the version, which a death has for itself: one that was replayed since and is dead again has another letter to come. In
// the order of the ids, as every statement that waits for deliveries: two of them never wait for each other.
const MARK = `
  with published as (
    select found.*
      from (select id, version from unnest($2::uuid[], $3::int[]) as given (id, version) order by id) given
     cross join lateral (
      select d.day, d.id from deliveries d
       where d.day = $1 and d.id = given.id and d.version = given.version and d.state::text = 'dead'
         and d.dlq_at is null
       limit 1
         for update
     ) found
  )
  update deliveries d set dlq_at = now() from published where d.day = published.day and d.id = published.id`;

/**
 * Notes that Kafka has acknowledged the dead letters of these deliveries. Safe to repeat.
 * @param deliveries with the versions that they are dead in
 */
export async function markDeadLettered(db: Queryable, deliveries: readonly DeliveryRef[]): Promise<void> {
  const days = [...Map.groupBy(deliveries, ({ day }) => day)];
  await Promise.all(
    days.map(([day, letters]) => {
      const values = [day, ...refColumns(letters)];
      return db.query({ name: 'mark-dead-lettered', text: MARK, values });
    }),
  );
}
