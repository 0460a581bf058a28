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
  | 'ordered'
  | 'orderUnkeyed'
  | 'skipAfter'
>;

/** Why an endpoint was not made: the organization has as many as it may have, or its events have no order. */
export type NotCreated = 'limit' | 'spread';

/**
 * Stores a new endpoint. It gets the events that are stored after this.
 * @param limit how many the organization may have
 * @param keyId of the key that its secret is sealed with
 * @throws {SecretKeyRetiredError} when that key must not be used any more
 */
export function createEndpoint(
  pool: Pool,
  endpoint: NewEndpoint,
  limit: number,
  keyId: string,
): Promise<Endpoint | NotCreated> {
  const { organizationId, ordered = false, orderUnkeyed = true } = endpoint;
  return inTransaction(pool, async (client) => {
    await holdSecretKey(client, keyId);
    const tx = drizzle(client);
    // Locked, so that two requests at once do not both take the last place, and its events are not spread meanwhile.
    const [organization] = await tx
      .select({ spread: organizations.partitionSpread })
      .from(organizations)
      .where(eq(organizations.id, organizationId))
      .for('update');
    if (ordered && orderUnkeyed && (organization?.spread ?? 1) > 1) return 'spread';
    const [found] = await tx
      .select({ endpoints: count() })
      .from(endpoints)
      .where(and(eq(endpoints.organizationId, organizationId), isNull(endpoints.deletedAt)));
    if ((found?.endpoints ?? 0) >= limit) return 'limit';
    const [created] = await tx.insert(endpoints).values(endpoint).returning(endpointColumns);
    if (!created) throw new TypeError('an insert has given no row');
    return created;
  });
}
