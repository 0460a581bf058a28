import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { endpoints } from '../schema.ts';

/**
 * An endpoint as its organization sees it: all but its secret, which is shown once, when it is made, and the values of its
 * headers.
 */
export const endpointColumns = {
  id: endpoints.id,
  url: endpoints.url,
  description: endpoints.description,
  eventTypes: endpoints.eventTypes,
  paused: endpoints.paused,
  signatureVersion: endpoints.signatureVersion,
  publicKey: endpoints.publicKey,
  oldSecrets: endpoints.oldSecrets,
  headerNames: endpoints.headerNames,
  sendTraceparent: endpoints.sendTraceparent,
  filters: endpoints.filters,
  ordered: endpoints.ordered,
  orderUnkeyed: endpoints.orderUnkeyed,
  /** Of an ordered one: its dead deliveries are skipped after so many attempts; null: they hold their keys. */
  skipAfter: endpoints.skipAfter,
  createdAt: endpoints.createdAt,
  updatedAt: endpoints.updatedAt,
  retrySchedule: endpoints.retrySchedule,
  rateLimit: endpoints.rateLimit,
  breaker: endpoints.breaker,
  failingSince: endpoints.failingSince,
  /** By the database's clock. */
  heldUntil:
    sql<Date | null>`case when ${endpoints.notBefore} > now() then ${endpoints.notBefore} end`.mapWith(
      endpoints.notBefore,
    ),
  disabledAt: endpoints.disabledAt,
  disabledReason: endpoints.disabledReason,
};

type Row = typeof endpoints.$inferSelect;

export type Endpoint = Pick<Row, Extract<keyof typeof endpointColumns, keyof Row>> & {
  /** Nothing is posted until then; null when that is over. */
  readonly heldUntil: Date | null;
};

/** The endpoint with this id, if it belongs to the organization and was not deleted. */
export function ownEndpoint(organizationId: string, id: string): SQL | undefined {
  return and(eq(endpoints.id, id), eq(endpoints.organizationId, organizationId), isNull(endpoints.deletedAt));
}
