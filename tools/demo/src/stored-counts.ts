import { createPool } from '@hopline/postgres/pool';
import { isStored, type Organization } from './client.ts';
import type { DemoLedger } from './ledger.ts';
import type { StoredCounts } from './verdict.ts';

/** What Postgres holds of these organizations, counted there. */
export async function countInPostgres(
  databaseUrl: string,
  organizations: readonly Organization[],
): Promise<StoredCounts> {
  const pool = createPool({ databaseUrl, size: 1, applicationName: 'hopline-demo', onIdleError: () => {} });
  try {
    const { rows } = await pool.query<{ id: string; copies: number }>(
      'select id, count(*)::int as copies from events where organization_id = any($1::uuid[]) group by id',
      [organizations.map(({ id }) => id)],
    );
    return {
      ids: new Set(rows.map(({ id }) => id)),
      doubled: rows.reduce((sum, { copies }) => sum + copies - 1, 0),
    };
  } finally {
    await pool.end();
  }
}

/** How many deliveries of these organizations have not ended: their receiver must not go away yet. */
export async function countOpenDeliveries(
  databaseUrl: string,
  organizations: readonly Organization[],
): Promise<number> {
  const pool = createPool({ databaseUrl, size: 1, applicationName: 'hopline-demo', onIdleError: () => {} });
  try {
    const { rows } = await pool.query<{ open: number }>(
      `select count(*)::int as open from deliveries
        where organization_id = any($1::uuid[]) and state in ('pending', 'sending')`,
      [organizations.map(({ id }) => id)],
    );
    return rows[0]?.open ?? 0;
  } finally {
    await pool.end();
  }
}

/** Where Postgres cannot be reached, the public API is asked for each event; it cannot show a second row. */
export async function countThroughApi(
  url: string,
  organizations: readonly Organization[],
  ledger: DemoLedger,
): Promise<StoredCounts> {
  const ids = new Set<string>();
  const queue = [...ledger.accepted.values()];
  const askAll = async () => {
    for (let event = queue.pop(); event; event = queue.pop()) {
      if (await isStored(url, organizations[event.organization]?.apiKey ?? '', event.id)) ids.add(event.id);
    }
  };
  await Promise.all(Array.from({ length: 8 }, askAll));
  return { ids, doubled: undefined };
}
