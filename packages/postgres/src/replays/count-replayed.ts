import type { DeliveryState } from '../deliveries/delivery-state.ts';
import type { Queryable } from '../pool.ts';

/** As far as each state is counted: a job may have millions of deliveries, and whoever asks does so every few seconds. */
export const MOST_COUNTED = 100_000;

// By deliveries_replayed alone, without the table, whose entries are by endpoint and then by state: each state of each endpoint
// by itself, so that none is left out for another of which there are very many. `between`, as in read-room.ts.
const COUNT = `
  select states.state, (
           select count(*)::float8 from (
             select from replay_parts p
              cross join lateral (
                select from deliveries d
                 where d.replay_id = $1 and d.endpoint_id = p.endpoint_id
                   and d.state between states.state and states.state and d.day between $2::date and $3::date
                 limit $4
              ) one
              where p.replay_id = $1
              limit $4
           ) counted
         ) as count
    from unnest(enum_range(null::delivery_state)) as states (state)`;

/**
 * What became of the deliveries that a replay made pending, by state, those that any are in. One that a later replay has
 * taken since counts there, and one that retention has dropped no more.
 * @param most of each state are counted: where it is that, there may be more
 */
export async function countReplayed(
  db: Queryable,
  replay: { readonly id: string; readonly fromAt: Date; readonly toAt: Date },
  most = MOST_COUNTED,
): Promise<Map<DeliveryState, number>> {
  const day = (time: Date) => time.toISOString().slice(0, 10);
  const { rows } = await db.query<{ state: DeliveryState; count: number }>({
    name: 'count-replayed',
    text: COUNT,
    values: [replay.id, day(replay.fromAt), day(replay.toAt), most],
  });
  return new Map(rows.flatMap(({ state, count }) => (count > 0 ? [[state, count]] : [])));
}
