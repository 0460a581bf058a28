// The RateLimit-Policy and RateLimit fields of draft-ietf-httpapi-ratelimit-headers-11: lists of structured fields, with
// one item each. `qu` is left out: its default, "requests", is the nearest of the units that the draft knows.
import type { OrganizationLimit } from './organization-limit.ts';

/** `"default";q=1000;w=60`: so many events in so many seconds. */
export function policyField(events: number, windowMs: number): string {
  return `"default";q=${events};w=${Math.ceil(windowMs / 1000)}`;
}

/** `"default";r=950;t=12`: so many events are left, and for so many seconds no more than those can be relied on. */
export function rateLimitField(left: number, seconds: number): string {
  return `"default";r=${left};t=${seconds}`;
}

/** Whole seconds, at least one: `Retry-After` and `t` know no parts of a second. */
export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** The RateLimit field of an answer to events that were admitted. */
export function leftField(limit: OrganizationLimit, now: number): string {
  return rateLimitField(Math.max(0, Math.floor(limit.left(now))), wholeSeconds(limit.untilNextWindow(now)));
}
