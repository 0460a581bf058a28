// What an endpoint's row says of how it is doing, and who is told of it.
import type { Pool } from '@hopline/postgres/pool';
import { addEndpoint, type TestEndpoint } from './deliveries.ts';

export interface HealthRow {
  readonly breaker: string;
  readonly breaker_trips: number;
  readonly failing_since: Date | null;
  readonly not_before: Date | null;
  readonly disabled_at: Date | null;
  readonly disabled_reason: string | null;
  readonly health_epoch: number;
}

export async function readHealth(pool: Pool, { id }: { id: string }): Promise<HealthRow> {
  const { rows } = await pool.query<HealthRow>(
    `select breaker, breaker_trips, failing_since, not_before, disabled_at, disabled_reason, health_epoch
       from endpoints where id = $1`,
    [id],
  );
  const [row] = rows;
  if (!row) throw new Error(`there is no endpoint ${id}`);
  return row;
}

/** Changes columns of an endpoint's row, as the api or an owner before would have. */
export async function setEndpoint(
  pool: Pool,
  { id }: { id: string },
  columns: Readonly<Record<string, unknown>>,
): Promise<void> {
  const names = Object.keys(columns);
  const set = names.map((name, i) => `${name} = $${i + 2}`).join(', ');
  await pool.query(`update endpoints set ${set} where id = $1`, [id, ...Object.values(columns)]);
}

/** An endpoint that gets the events of these types and no others. */
export async function subscribe(
  pool: Pool,
  given: { organizationId: string; url: string; types: string[] },
): Promise<TestEndpoint> {
  const endpoint = await addEndpoint(pool, given);
  await setEndpoint(pool, endpoint, { event_types: given.types });
  return endpoint;
}

export interface OperationalRow {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The endpoints that it goes to. */
  readonly to: readonly string[];
}

/** The operational events of an organization, in the order of their making. */
export async function readOperationalEvents(pool: Pool, organizationId: string): Promise<OperationalRow[]> {
  const { rows } = await pool.query<{ type: string; body: Buffer; to: string[] | null }>(
    `select type, body, (select array_agg(endpoint_id) from deliveries d where d.day = v.day and d.event_id = v.id) as "to"
       from events v
      where organization_id = $1 and topic_partition < 0
      order by stored_at, id`,
    [organizationId],
  );
  return rows.map(({ type, body, to }) => ({
    type,
    data: JSON.parse(body.toString('utf8')).data,
    to: to ?? [],
  }));
}
