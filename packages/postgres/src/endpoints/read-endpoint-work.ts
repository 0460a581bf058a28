import { MICROS } from '../moments.ts';
import type { Queryable } from '../pool.ts';

/** What is to be done for an endpoint at a moment. */
export interface EndpointWork {
  /** By the database's clock: microseconds since the epoch. */
  readonly nowMicros: number;
  /** Deliveries that are being posted. */
  readonly underWay: number;
  /** Deliveries that wait for their first or next attempt, up to MOST_WAITING. */
  readonly waiting: number;
}

/** As far as what waits is counted. */
export const MOST_WAITING = 10_000;

// What is being posted by deliveries_leased, which has no more entries than all deliver processes have slots; what waits by
// deliveries_due.
const READ = `
  select ${MICROS('now()')} as "nowMicros",
         (select count(*)::int from deliveries where state = 'sending' and endpoint_id = $1) as "underWay",
         (select count(*)::int from (
            select from deliveries where state = 'pending' and endpoint_id = $1 limit ${MOST_WAITING}) w) as waiting`;

export async function readEndpointWork(db: Queryable, endpointId: string): Promise<EndpointWork> {
  const { rows } = await db.query<EndpointWork>({
    name: 'read-endpoint-work',
    text: READ,
    values: [endpointId],
  });
  const [row] = rows;
  if (!row) throw new TypeError('a count without a row');
  return row;
}
