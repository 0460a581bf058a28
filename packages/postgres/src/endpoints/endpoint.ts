import { and, eq, isNull, type SQL } from 'drizzle-orm';
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
  createdAt: endpoints.createdAt,
  updatedAt: endpoints.updatedAt,
};

export type Endpoint = Pick<typeof endpoints.$inferSelect, keyof typeof endpointColumns>;

/** The endpoint with this id, if it belongs to the organization and was not deleted. */
export function ownEndpoint(organizationId: string, id: string): SQL | undefined {
  return and(eq(endpoints.id, id), eq(endpoints.organizationId, organizationId), isNull(endpoints.deletedAt));
}
