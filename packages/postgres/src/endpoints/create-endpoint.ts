import { and, count, eq, isNull } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { endpoints, organizations } from '../schema.ts';
import { holdSecretKey } from '../secrets/hold-secret-key.ts';
import { inTransaction } from '../transaction.ts';
import { type Endpoint, endpointColumns } from './endpoint.ts';

export type NewEndpoint = Pick<
  typeof endpoints.$inferInsert,
  | 'id'
  | 'organizationId'
  | 'url'
  | 'description'
  | 'eventTypes'
  | 'paused'
  | 'secret'
  | 'keyHash'
  | 'retrySchedule'
  | 'rateLimit'
  | 'signatureVersion'
  | 'publicKey'
  | 'headers'
  | 'headerNames'
  | 'sendTraceparent'
  | 'filters'
>;

/**
 * Stores a new endpoint, unless the organization has `limit` already; then undefined. It gets the events that are stored
 * after this.
 * @param keyId of the key that its secret is sealed with
 * @throws {SecretKeyRetiredError} when that key must not be used any more
 */
export function createEndpoint(
  pool: Pool,
  endpoint: NewEndpoint,
  limit: number,
  keyId: string,
): Promise<Endpoint | undefined> {
  const { organizationId } = endpoint;
  return inTransaction(pool, async (client) => {
    await holdSecretKey(client, keyId);
    const tx = drizzle(client);
    // Locked, so that two requests at once do not both take the last place.
    await tx.select().from(organizations).where(eq(organizations.id, organizationId)).for('update');
    const [found] = await tx
      .select({ endpoints: count() })
      .from(endpoints)
      .where(and(eq(endpoints.organizationId, organizationId), isNull(endpoints.deletedAt)));
    if ((found?.endpoints ?? 0) >= limit) return undefined;
    const [created] = await tx.insert(endpoints).values(endpoint).returning(endpointColumns);
    return created;
  });
}
