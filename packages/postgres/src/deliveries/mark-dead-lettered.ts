import type { Queryable } from '../pool.ts';

const MARK = `
  with published as (
    select d.day, d.id
      from unnest($1::date[], $2::uuid[]) as given (day, id)
      join deliveries d on d.day = given.day and d.id = given.id
     where d.state = 'dead' and d.dlq_at is null
     order by d.day, d.id
       for update of d
  )
  update deliveries d set dlq_at = now() from published where d.day = published.day and d.id = published.id`;

/** Notes that Kafka has acknowledged the dead letters of these deliveries. Safe to repeat. */
export async function markDeadLettered(
  db: Queryable,
  deliveries: readonly { readonly day: string; readonly id: string }[],
): Promise<void> {
  await db.query({
    name: 'mark-dead-lettered',
    text: MARK,
    values: [deliveries.map(({ day }) => day), deliveries.map(({ id }) => id)],
  });
}
