// What it takes, beside its type, to say whether an endpoint that never had an event would have got it.
import type { PoolClient } from '../pool.ts';

export interface EventToMatch {
  readonly orderingKey: string | null;
  /** An event about deliveries, which persist has never seen. */
  readonly isOperational: boolean;
  /** The webhook's body; null where bodies were not asked for, and behind as many as are read at once. */
  readonly body: Buffer | null;
}

/** Of bodies in one step, in bytes: with these in memory a step is over soon, and the next one goes on behind them. */
const MAX_BODIES = 4 * 1024 * 1024;

// Event by event, by the primary key. The first body is read however large it is: otherwise nobody would ever get by it.
const READ = `
  select given.id, e.ordering_key as "orderingKey", e.topic_partition < 0 as "isOperational",
         case when $3 and (given.n = 1 or sum(octet_length(e.body)) over (order by given.n) <= $4) then e.body end as body
    from unnest($2::uuid[]) with ordinality as given (id, n)
   cross join lateral (select ordering_key, topic_partition, body from events
                        where day = $1 and id = given.id offset 0) e
   order by given.n`;

/**
 * Reads these events of a day, in this order; one that retention has dropped meanwhile is missing.
 * @param bodies whether their bodies are read too: the first ones, 4 MiB of them or one
 */
export async function readMatched(
  client: PoolClient,
  day: string,
  ids: readonly string[],
  { bodies }: { readonly bodies: boolean },
): Promise<Map<string, EventToMatch>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<EventToMatch & { id: string }>(READ, [day, ids, bodies, MAX_BODIES]);
  return new Map(rows.map(({ id, ...event }) => [id, event]));
}
