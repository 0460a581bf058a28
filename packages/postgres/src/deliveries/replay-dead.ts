// Dead letters put back: the rows that they are about, as far as these are still the deaths that the letters tell of.
import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';
import { MADE_PENDING } from './made-pending.ts';

export interface ReplayedDead {
  readonly id: string;
  readonly endpointId: string;
  readonly organizationId: string;
  /** Its endpoint is disabled, so it stays dead: made pending it would be cancelled. */
  readonly disabled: boolean;
}

const COLUMNS = 'id, "endpointId", "organizationId", disabled';
const DEAD = (lock: string) => `
  select found.*
    from (select id, version from unnest($2::uuid[], $3::int[]) as given (id, version) order by id) given
   cross join lateral (
    select d.day, d.id, d.endpoint_id as "endpointId", d.organization_id as "organizationId",
           e.disabled_at is not null as disabled
      from deliveries d
      join endpoints e on e.id = d.endpoint_id and e.deleted_at is null
     where d.day = $1 and d.id = given.id and d.version = given.version and d.state::text = 'dead'
     limit 1 ${lock}
   ) found`;

// By the version, which a death has for itself: a letter that was published twice, or is replayed again after a crash of
// whoever did it, finds that its row has moved on. In the order of the ids, as every statement that waits for deliveries.
const REPLAY = `
  with dead as (${DEAD('for update of d')}), moved as (
    update deliveries d
       set ${MADE_PENDING}
      from dead
     where d.day = dead.day and d.id = dead.id and not dead.disabled
  )
  select distinct ${COLUMNS} from dead`;

const FIND = `select distinct ${COLUMNS} from (${DEAD('')}) dead`;

type Refs = readonly Omit<DeliveryRef, 'day'>[];

/**
 * Makes those of the deliveries pending again that are dead in the given version, and whose endpoint is there and enabled.
 * @param day of all of them
 * @returns them, and those that are left as they are because their endpoint is disabled
 */
export async function replayDead(db: Queryable, day: string, refs: Refs): Promise<ReplayedDead[]> {
  const values = [day, ...refColumns(refs)];
  return (await db.query<ReplayedDead>({ name: 'replay-dead', text: REPLAY, values })).rows;
}

/** What replayDead would give. */
export async function findReplayableDead(db: Queryable, day: string, refs: Refs): Promise<ReplayedDead[]> {
  const values = [day, ...refColumns(refs)];
  return (await db.query<ReplayedDead>({ name: 'find-replayable-dead', text: FIND, values })).rows;
}
