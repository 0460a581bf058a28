// What stands in Postgres of an organization, whoever has put it there.
import type { Pool } from '@hopline/postgres/pool';
import type { Estate } from './estate.ts';

/** Kept beside the work and written when there is time, so that they change by themselves. */
const VOLATILE_COLUMNS = ['last_used_at'];
const VOLATILE_TABLES = ['rate_counts', 'live_watches', 'live_counts'];

/** Every row that names the organization or something of its estate in an id, as text and in order. */
export async function readBelongings(pool: Pool, estate: Estate): Promise<string[]> {
  const { organizationId, keyId, endpointId, eventId, deliveryId, replayId } = estate;
  const owned = new Set<unknown>([organizationId, keyId, endpointId, eventId, deliveryId, replayId]);
  const tables = await pool.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  const found = tables.rows
    .filter(({ name }) => !VOLATILE_TABLES.includes(name))
    .map(async ({ name }) => {
      const { rows } = await pool.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from "${name}" t`,
      );
      return rows
        .filter(({ row }) => Object.entries(row).some(([column, value]) => isId(column) && owned.has(value)))
        .map(({ row }) => `${name} ${JSON.stringify(withoutVolatile(row))}`);
    });
  return (await Promise.all(found)).flat().sort();
}

/** What its sender chose is no id of ours. */
function isId(column: string): boolean {
  return /(^|_)id$/.test(column) && column !== 'dedup_id';
}

function withoutVolatile(row: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !VOLATILE_COLUMNS.includes(column)));
}
