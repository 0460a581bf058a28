// Deterministic identity: whoever computes an id, and however often, gets the same one, so that every write is an upsert.
import { uuidV5, uuidV7 } from './uuid.ts';

/**
 * The id of an event, which is also its `webhook-id`. With a dedup_id it is a function of (organization, dedup_id), so
 * that a repeated POST gets the same id back without a look-up; without one it is new.
 */
export function eventId(organizationId: string, dedupId: string | null): string {
  return dedupId === null ? uuidV7() : uuidV5(organizationId, dedupId);
}

/**
 * The id of a test event: a UUID of version 8 (RFC 9562, section 5.8). No other event has one, so that nothing that a client
 * can choose makes its event a test.
 */
export function testEventId(): string {
  const id = uuidV7();
  return `${id.slice(0, VERSION_AT)}${TEST_VERSION}${id.slice(VERSION_AT + 1)}`;
}

/** Whether an event's id is that of a test event. */
export function isTestEventId(id: string): boolean {
  return id.charAt(VERSION_AT) === TEST_VERSION;
}

const VERSION_AT = 14;
const TEST_VERSION = '8';

/** The id of the one delivery of an event to an endpoint. */
export function deliveryId(eventId: string, endpointId: string): string {
  return uuidV5(eventId, endpointId);
}
