// A million events of one organization, with what became of them, and those of other organizations among them. As rows: seeding is not
// what is measured.
import { ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';
import { type CheapTenant, insertTenants } from '../support/many-tenants.ts';
import { daySql, LEDGER, REPLAYS } from './seed-sql.ts';

export interface Seeded {
  /** Whose million it is. */
  readonly tenant: CheapTenant;
  readonly endpointIds: readonly string[];
  /** `YYYY-MM-DD`, the oldest first. */
  readonly days: readonly string[];
  readonly events: number;
  readonly deliveries: number;
  readonly attempts: number;
}

const DAYS = 30;
const OTHERS = 20;
/** Of the others together, for each event of the one. */
const OTHERS_SHARE = 0.3;
/** As many as there are cores. */
const AT_ONCE = 2;
const DAY_MS = 86_400_000;

/** Whatever wants events of these types; `audit.*` nobody wants. */
const WANTED = [['order.*', 'payment.*', 'user.*'], ['order.*'], ['item.*'], ['user.deleted']] as const;

/**
 * Stores them in a migrated database that holds no event yet, up to now.
 * @param url where the endpoints are, which nobody posts to
 */
export async function seedMillion(pool: Pool, events: number, url: string): Promise<Seeded> {
  const tenants = await insertTenants(pool, 1 + OTHERS, () => url);
  const [tenant] = tenants;
  if (!tenant) throw new Error('there is no organization');
  await pool.query(`update organizations set tier = 'enterprise' where id = $1`, [tenant.organizationId]);
  const endpointIds = [tenant.endpointId];
  await pool.query('update endpoints set event_types = $2 where id = $1', [tenant.endpointId, WANTED[0]]);
  for (const types of WANTED.slice(1)) {
    const { rows } = await pool.query<{ id: string }>(
      `insert into endpoints (id, organization_id, url, event_types, secret, key_hash)
       select gen_random_uuid(), organization_id, url, $2, secret, key_hash from endpoints where id = $1 returning id`,
      [tenant.endpointId, types],
    );
    endpointIds.push(...rows.map(({ id }) => id));
  }
  const now = Date.now();
  const days = Array.from({ length: DAYS }, (_, i) =>
    new Date(now - (DAYS - 1 - i) * DAY_MS).toISOString().slice(0, 10),
  );
  await ensureDays(pool, days);
  const others = tenants.slice(1);
  const left = [...days.entries()];
  const fill = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [nth, day] = next;
      const start = Date.parse(day);
      const ofDay = share(events, nth);
      const seconds = Math.min(DAY_MS, now - start) / 1000;
      const owners = { organizationId: tenant.organizationId, endpointIds, others };
      await fillDay(
        pool,
        daySql({ day, nth, seconds, events: ofDay, others: share(events * OTHERS_SHARE, nth), owners }),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fill));
  await pool.query(LEDGER);
  await pool.query(REPLAYS, [tenant.organizationId, tenant.endpointId]);
  return { tenant, endpointIds, days, events, ...(await countOf(pool)) };
}

/** A part of a whole, so that all days together are exactly it. */
function share(whole: number, nth: number): number {
  return Math.floor((whole * (nth + 1)) / DAYS) - Math.floor((whole * nth) / DAYS);
}

async function fillDay(pool: Pool, statements: readonly string[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function countOf(pool: Pool): Promise<{ deliveries: number; attempts: number }> {
  const { rows } = await pool.query<{ deliveries: number; attempts: number }>(
    'select (select count(*)::int from deliveries) as deliveries, (select count(*)::int from attempts) as attempts',
  );
  return rows[0] ?? { deliveries: 0, attempts: 0 };
}
