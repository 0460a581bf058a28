import type { DeliveryState } from '../deliveries/delivery-state.ts';
import type { Queryable } from '../pool.ts';

// By deliveries_replayed alone, without the table.
const COUNT = `
  select state, count(*)::float8 as count from deliveries
   where replay_id = $1 and day between $2::date and $3::date group by state`;

/**
 * What became of the deliveries that a replay made pending, by state. One that a later replay has taken since counts there,
 * and one that retention has dropped no more.
 */
export async function countReplayed(
  db: Queryable,
  replay: { readonly id: string; readonly fromAt: Date; readonly toAt: Date },
): Promise<Map<DeliveryState, number>> {
  const day = (time: Date) => time.toISOString().slice(0, 10);
  const { rows } = await db.query<{ state: DeliveryState; count: number }>({
    name: 'count-replayed',
    text: COUNT,
    values: [replay.id, day(replay.fromAt), day(replay.toAt)],
  });
  return new Map(rows.map(({ state, count }) => [state, count]));
}
