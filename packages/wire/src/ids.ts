// Deterministic identity: whoever computes an id, and however often, gets the same one, so that every write is an upsert.
import { uuidV5, uuidV7 } from './uuid.ts';

/**
 * The id of an event, which is also its `webhook-id`. With a dedup_id it is a function of (organization, dedup_id), so
 * that a repeated POST gets the same id back without a look-up; without one it is new.
 */
export function eventId(organizationId: string, dedupId: string | null): string {
  return dedupId === null ? uuidV7() : uuidV5(organizationId, dedupId);
}

/** The id of the one delivery of an event to an endpoint. */
export function deliveryId(eventId: string, endpointId: string): string {
  return uuidV5(eventId, endpointId);
}
