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
    | 'url'
    | 'description'
    | 'eventTypes'
    | 'paused'
    | 'retrySchedule'
    | 'rateLimit'
    | 'headerNames'
    | 'sendTraceparent'
    | 'filters'
    | 'skipAfter'
  >
> & {
  /** Sealed, or null for none. */
  readonly headers?: string | null;
};

export interface UpdatedEndpoint {
  readonly endpoint: Endpoint;
  /** It is not paused or disabled any more, or has another URL: what waits for it may go out, and nothing holds it. */
  readonly begunAnew: boolean;
}

/** How it was doing is forgotten: by its owner too, who knows another epoch. */
const BEGIN_ANEW = {
  breaker: 'closed' as const,
  breakerTrips: 0,
  failingSince: null,
  notBefore: null,
  disabledAt: null,
  disabledReason: null,
  healthEpoch: sql`${endpoints.healthEpoch} + 1`,
};

/** The endpoint is not ordered, so that nothing can be said of its order. */
export type NotOrdered = 'not_ordered';

/**
 * Changes one of the organization's endpoints; undefined when there is none with this id, or it is another's.
 * @param keyId of the key that the headers, if there are any, are sealed with
 * @param enable it is disabled no longer
 * @throws {SecretKeyRetiredError} when that key must not be used any more
 */
export function updateEndpoint(
  pool: Pool,
  organizationId: string,
  id: string,
  changes: EndpointChanges,
  keyId: string,
  enable = false,
): Promise<UpdatedEndpoint | NotOrdered | undefined> {
  // Not drizzle's own transaction on a pool: a connection that breaks inside it ends the process, and one that does not
  // answer is never given back.
  return inTransaction(pool, async (client) => {
    if (typeof changes.headers === 'string') await holdSecretKey(client, keyId);
    const tx = drizzle(client);
    // Locked, so that of two requests that resume it at once exactly one sees it paused.
    const [before] = await tx
      .select({
        ...{ paused: endpoints.paused, url: endpoints.url, disabledAt: endpoints.disabledAt },
        ordered: endpoints.ordered,
      })
      .from(endpoints)
      .where(ownEndpoint(organizationId, id))
      .for('update');
    if (!before) return undefined;
    if (changes.skipAfter !== undefined && !before.ordered) return 'not_ordered';
    const isDisabled = before.disabledAt !== null && !enable;
    const resumed = before.paused && changes.paused === false;
    const moved = changes.url !== undefined && changes.url !== before.url;
    const begunAnew = !isDisabled && (resumed || moved || before.disabledAt !== null);
    const [endpoint] = await tx
      .update(endpoints)
      .set({ ...changes, ...(begunAnew ? BEGIN_ANEW : {}), updatedAt: sql`now()` })
      .where(ownEndpoint(organizationId, id))
      .returning(endpointColumns);
    if (!endpoint) throw new TypeError('a locked row was not updated');
    return { endpoint, begunAnew };
  });
}
