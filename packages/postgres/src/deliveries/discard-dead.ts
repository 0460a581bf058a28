// Dead letters discarded: the rows that they are about end for good, as far as these are still the deaths that the letters
// tell of.
import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

export interface DiscardedDead {
  readonly id: string;
  readonly endpointId: string;
  readonly organizationId: string;
  /** Others may have waited for it in an order. */
  readonly inOrder: boolean;
}

const DEAD = (lock: string) => `
  select found.*
    from (select id, version from unnest($2::uuid[], $3::int[]) as given (id, version) order by id) given
   cross join lateral (
    select d.day, d.id, d.endpoint_id as "endpointId", d.organization_id as "organizationId",
           d.order_key is not null as "inOrder"
      from deliveries d
     where d.day = $1 and d.id = given.id and d.version = given.version and d.state::text = 'dead'
     limit 1 ${lock}
   ) found`;

// By the version, in the order of the ids: as replay-dead.ts has it. What becomes of the row is what the cancelling of a
// delivery by hand makes of it.
const DISCARD = `
  with dead as (${DEAD('for update of d')}), moved as (
    update deliveries d
       set state = 'cancelled', reason = 'by_hand', version = d.version + 1, ended_at = now()
      from dead
     where d.day = dead.day and d.id = dead.id
  )
  select distinct id, "endpointId", "organizationId", "inOrder" from dead`;

const FIND = `select distinct id, "endpointId", "organizationId", "inOrder" from (${DEAD('')}) dead`;

type Refs = readonly Omit<DeliveryRef, 'day'>[];

/** Cancels those of the deliveries that are dead in the given version. @param day of all of them @returns them */
export async function discardDead(db: Queryable, day: string, refs: Refs): Promise<DiscardedDead[]> {
  const values = [day, ...refColumns(refs)];
  return (await db.query<DiscardedDead>({ name: 'discard-dead', text: DISCARD, values })).rows;
}

/** What discardDead would give. */
export async function findDiscardableDead(db: Queryable, day: string, refs: Refs): Promise<DiscardedDead[]> {
  const values = [day, ...refColumns(refs)];
  return (await db.query<DiscardedDead>({ name: 'find-discardable-dead', text: FIND, values })).rows;
}
