import type { Queryable } from '../pool.ts';

/** What an endpoint asked for of whom it is none any more. */
export interface AskedPause {
  readonly id: string;
  /** The epoch of its health when its delivery was claimed: one that was changed since has not asked. */
  readonly epoch: number;
  /** Nothing is to be posted to it for so long, in milliseconds. */
  readonly forMs: number;
}

const HOLD = `
  update endpoints
     set not_before = greatest(not_before, now() + $3 * interval '1 millisecond')
   where id = $1 and health_epoch = $2 and deleted_at is null and disabled_at is null`;

/** Holds an endpoint in its row, for its owner of now: its claims find that out. A hold that ends later stays. */
export async function holdEndpoint(db: Queryable, { id, epoch, forMs }: AskedPause): Promise<void> {
  await db.query({ name: 'hold-endpoint', text: HOLD, values: [id, epoch, forMs] });
}
