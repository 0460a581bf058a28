import type { PoolClient } from '../pool.ts';

/** How many revoked and expired keys an organization keeps. */
export const KEPT_ENDED_KEYS = 1000;
// Two at every making would do; an older table may have many more, and a statement must not take long.
const STEP = 500;

const DELETE = `
  delete from api_keys where id in (
    select id from api_keys
     where organization_id = $1 and (revoked_at is not null or expires_at <= now())
     order by created_at desc, id desc offset ${KEPT_ENDED_KEYS} limit ${STEP})`;

/** Deletes the oldest revoked and expired keys beyond those that are kept, so that making keys never fills the table. */
export async function deleteEndedKeys(client: PoolClient, organizationId: string): Promise<void> {
  await client.query(DELETE, [organizationId]);
}
