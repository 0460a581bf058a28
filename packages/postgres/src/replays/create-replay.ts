import { ALL_DAYS, listEventDays } from '../inbox/list-event-days.ts';
import { lockOrganization } from '../keys/lock-organization.ts';
import { MOMENT } from '../moments.ts';
import type { Pool, PoolClient } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { NEVER_DUE } from './due.ts';
import type { Narrowing, Selection } from './replay.ts';

/** Without a narrowing it takes all that its selection says. */
export interface NewReplay extends Partial<Narrowing> {
  readonly id: string;
  readonly organizationId: string;
  /** Undefined: all of the organization's. */
  readonly endpointId: string | undefined;
  readonly selection: Selection;
  /** Microseconds since the epoch, as `toMicros`. Undefined, or earlier than what is kept: from the first day on that is. */
  readonly fromMicros: number | undefined;
  /** Undefined, or later than now: until now, by the database's clock. */
  readonly toMicros: number | undefined;
  readonly rate: number;
}

export type Created = 'created' | 'no_endpoint' | 'limit';

const INSERT = `
  insert into replays (id, organization_id, endpoint_id, selection, from_at, to_at, rate, event_types, states, next_step_at, narrow_step_at)
  values ($1, $2, $3, $4, coalesce(${MOMENT('$5')}, now()),
          least(now(), ${MOMENT('$6')}), $7, $8::text[], $9::text[],
          case when $10 then ${NEVER_DUE} else now() end, case when $10 then now() end)`;

const INSERT_PARTS = `
  insert into replay_parts (replay_id, endpoint_id)
  select $1, id from endpoints where organization_id = $2 and deleted_at is null and ($3::uuid is null or id = $3)`;

// By replays_open.
export const COUNT_OPEN = `
  select count(*)::int as open from replays where organization_id = $1 and state in ('running', 'paused')`;

/**
 * Stores a job with a part for each endpoint; it is worked off from the commit on, by whatever process has its turn.
 * @param limit how many jobs of the organization may be open
 */
export function createReplay(pool: Pool, replay: NewReplay, limit: number): Promise<Created> {
  const {
    id,
    organizationId,
    endpointId,
    selection,
    toMicros,
    rate,
    eventTypes = null,
    states = null,
  } = replay;
  const isNarrow = eventTypes !== null || states !== null;
  return inTransaction(pool, async (client) => {
    // So that two requests at once do not both take the last place.
    await lockOrganization(client, organizationId);
    const { rows } = await client.query<{ open: number }>(COUNT_OPEN, [organizationId]);
    if ((rows[0]?.open ?? 0) >= limit) return 'limit';
    const fromMicros = await beginningOf(client, replay.fromMicros);
    const values = [
      ...[id, organizationId, endpointId, selection, fromMicros, toMicros, rate],
      ...[eventTypes, states, isNarrow],
    ];
    await client.query({ name: 'insert-replay', text: INSERT, values });
    const parts = await client.query({
      name: 'insert-replay-parts',
      text: INSERT_PARTS,
      values: [id, organizationId, endpointId],
    });
    // A job for all endpoints of an organization that has none is over at its first step.
    if (parts.rowCount === 0 && endpointId !== undefined) {
      await client.query('delete from replays where id = $1', [id]);
      return 'no_endpoint';
    }
    return 'created';
  });
}

/** Nothing is before the first day that there is: a job's progress is the share of its time that it has gone through. */
async function beginningOf(client: PoolClient, asked: number | undefined): Promise<number | undefined> {
  const day = (await listEventDays(client, ALL_DAYS)).at(-1);
  if (day === undefined) return asked;
  const first = Date.parse(day) * 1000;
  return asked === undefined ? first : Math.max(asked, first);
}
