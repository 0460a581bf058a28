import type { Queryable } from '../pool.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

/** What stands in the way of a claim, for a delivery that is still pending in the version asked for. */
export interface Unclaimed {
  readonly id: string;
  /** Milliseconds until it is due by the database's clock; 0 or less when it is. */
  readonly dueInMs: number;
  readonly endpointPaused: boolean;
  readonly endpointDeleted: boolean;
}

const READ = `
  select d.id, (extract(epoch from d.next_attempt_at - now()) * 1000)::float8 as "dueInMs",
         e.paused as "endpointPaused", e.deleted_at is not null as "endpointDeleted"
    from unnest($1::date[], $2::uuid[], $3::int[]) as wanted (day, id, version)
    join deliveries d on d.day = wanted.day and d.id = wanted.id
    join endpoints e on e.id = d.endpoint_id
   where d.state = 'pending' and d.version = wanted.version`;

/** Why a claim did not get these. One that is missing in the answer has moved on: somebody else did it. */
export async function readUnclaimed(db: Queryable, refs: readonly DeliveryRef[]): Promise<Unclaimed[]> {
  const { rows } = await db.query<Unclaimed>({
    name: 'read-unclaimed',
    text: READ,
    values: refColumns(refs),
  });
  return rows;
}
