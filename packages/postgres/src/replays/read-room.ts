import { headOf } from '../ordering/head.ts';
import type { PoolClient } from '../pool.ts';

/** What of all running replays is under way for an endpoint, and what else waits for it. Counts stop at what was asked for. */
export interface Room {
  /** Replayed deliveries that are due and that nobody has begun. */
  readonly due: number;
  /** Replayed deliveries that are being posted. */
  readonly sending: number;
  /** Replayed deliveries that are pending, also those that wait for their next rung. */
  readonly pending: number;
  /** Another delivery of the endpoint, which is no replay's, has been due for longer than it should. */
  readonly isBehind: boolean;
}

/** A retry may be late by 1.5 s when all is well. */
const BEHIND_AFTER = '2 seconds';

// Those of the organization, by replays_running: several to the same endpoint share what there is room for.
const RUNNING = `any(array(select id from replays where organization_id = $1 and state = 'running'))`;

// Each count walks its own entries of deliveries_replayed and no others, and the last question deliveries_due. `between`: an
// equation would let in deliveries_due and deliveries_leased, which have the entries of everything that is not replayed, dead
// ones too, and look short to Postgres after a quiet night.
const IS = (state: 'pending' | 'sending') => `state between '${state}' and '${state}'`;
const read = ({ isDue = '', isBehind }: { isDue?: string; isBehind: string }) => `
  select (select count(*)::int from (
            select from deliveries d
             where replay_id = ${RUNNING} and endpoint_id = $2 and ${IS('pending')}
               and next_attempt_at <= now() ${isDue}
             limit $3) due) as due,
         (select count(*)::int from (
            select from deliveries
             where replay_id = ${RUNNING} and endpoint_id = $2 and ${IS('sending')}
             limit $3) sending) as sending,
         (select count(*)::int from (
            select from deliveries
             where replay_id = ${RUNNING} and endpoint_id = $2 and ${IS('pending')}
             limit $4) waiting) as pending,
         ${isBehind} as "isBehind"`;

const READ = read({
  isBehind: `exists (select from (
            select replay_id from deliveries
             where endpoint_id = $2 and state = 'pending' and next_attempt_at < now() - interval '${BEHIND_AFTER}'
             order by next_attempt_at
             limit $5) oldest where replay_id is null)`,
});
// What waits in an order for others to be over is neither due nor late; the statement has the same parameters.
const READ_IN_ORDER = read({
  isDue: `and d.id = (select l.id ${headOf('d.endpoint_id', 'd.order_key')})`,
  isBehind: '$5::int < 0',
});

/** So many of the endpoint's rows that are late are looked at: more than all its replays leave due together. */
const LOOK_AT = 500;

export async function readRoom(
  client: PoolClient,
  part: { readonly organizationId: string; readonly endpointId: string; readonly ordered: boolean },
  most: { readonly underWay: number; readonly pending: number },
): Promise<Room> {
  const { rows } = await client.query<Room>({
    ...(part.ordered
      ? { name: 'read-replay-room-in-order', text: READ_IN_ORDER }
      : { name: 'read-replay-room', text: READ }),
    values: [part.organizationId, part.endpointId, most.underWay, most.pending, LOOK_AT],
  });
  const [room] = rows;
  if (!room) throw new TypeError('a statement of counts gave no row');
  return room;
}
