import type { EndpointHealthRow } from '@hopline/postgres/endpoints/endpoint-health';

/** The row of an endpoint that nothing is set for and nothing is wrong with. */
export const HEALTHY: EndpointHealthRow = {
  healthEpoch: 0,
  retrySchedule: null,
  rateLimit: null,
  breaker: 'closed',
  breakerTrips: 0,
  failingForMs: null,
};
