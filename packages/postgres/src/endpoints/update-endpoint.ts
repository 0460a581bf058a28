import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { endpoints } from '../schema.ts';
import { holdSecretKey } from '../secrets/hold-secret-key.ts';
import { inTransaction } from '../transaction.ts';
import { type Endpoint, endpointColumns, ownEndpoint } from './endpoint.ts';

export type EndpointChanges = Partial<
  Pick<
    Endpoint,
    'url' | 'description' | 'eventTypes' | 'paused' | 'headerNames' | 'sendTraceparent' | 'filters'
  >
> & {
  /** Sealed, or null for none. */
  readonly headers?: string | null;
};

export interface UpdatedEndpoint {
  readonly endpoint: Endpoint;
  /** It was paused before and is not any more: what waits for it may go out. */
  readonly resumed: boolean;
}

/**
 * Changes one of the organization's endpoints; undefined when there is none with this id, or it is another's.
 * @param keyId of the key that the headers, if there are any, are sealed with
 * @throws {SecretKeyRetiredError} when that key must not be used any more
 */
export function updateEndpoint(
  pool: Pool,
  organizationId: string,
  id: string,
  changes: EndpointChanges,
  keyId: string,
): Promise<UpdatedEndpoint | undefined> {
  // Not drizzle's own transaction on a pool: a connection that breaks inside it ends the process, and one that does not
  // answer is never given back.
  return inTransaction(pool, async (client) => {
    if (typeof changes.headers === 'string') await holdSecretKey(client, keyId);
    const tx = drizzle(client);
    // Locked, so that of two requests that resume it at once exactly one sees it paused.
    const [before] = await tx
      .select({ paused: endpoints.paused })
      .from(endpoints)
      .where(ownEndpoint(organizationId, id))
      .for('update');
    if (!before) return undefined;
    const [endpoint] = await tx
      .update(endpoints)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(ownEndpoint(organizationId, id))
      .returning(endpointColumns);
    if (!endpoint) throw new TypeError('a locked row was not updated');
    return { endpoint, resumed: before.paused && !endpoint.paused };
  });
}
