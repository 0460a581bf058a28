import type { Queryable } from '../pool.ts';
import type { DeliveryState } from './delivery-state.ts';

const READ = `
  select d.id, d.state
    from unnest($2::uuid[]) as given (id)
   cross join lateral (select id, state from deliveries where day = $1 and id = given.id limit 1) d`;

/**
 * The states of these deliveries; one that is not there any more is missing.
 * @param day of all of them
 */
export async function readStates(
  db: Queryable,
  day: string,
  ids: readonly string[],
): Promise<Map<string, DeliveryState>> {
  const { rows } = await db.query<{ id: string; state: DeliveryState }>(READ, [day, ids]);
  return new Map(rows.map(({ id, state }) => [id, state]));
}
