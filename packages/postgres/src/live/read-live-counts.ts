import type { Queryable } from '../pool.ts';
import type { Counted } from './live-counts.ts';

/** What one process has counted of an organization since its row was made. */
export interface LiveRow extends Counted {
  readonly instanceId: string;
}

const READ = `
  select organization_id as "organizationId", instance_id as "instanceId", accepted::float8, stored::float8,
         delivered::float8, failed::float8, latency::float8[]
    from live_counts where organization_id = any ($1::uuid[])`;

/** The rows of these organizations, of all processes, in no order. */
export async function readLiveCounts(
  db: Queryable,
  organizationIds: readonly string[],
): Promise<readonly LiveRow[]> {
  const { rows } = await db.query<LiveRow>({
    name: 'read-live-counts',
    text: READ,
    values: [organizationIds],
  });
  return rows;
}
