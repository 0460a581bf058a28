import type { Endpoint } from '@hopline/postgres/endpoints/endpoint';
import { printOrder } from './order-request.ts';

/** An endpoint as an answer has it. */
export function printEndpoint(endpoint: Endpoint): object {
  const nowMs = Date.now();
  const stillSigning = (endpoint.oldSecrets ?? []).filter(({ until }) => until > nowMs);
  return {
    id: endpoint.id,
    url: endpoint.url,
    event_types: endpoint.eventTypes,
    filters: endpoint.filters ?? [],
    description: endpoint.description,
    paused: endpoint.paused,
    retry_schedule: endpoint.retrySchedule,
    rate_limit: endpoint.rateLimit,
    state: stateOf(endpoint),
    disabled_at: endpoint.disabledAt,
    disabled_reason: endpoint.disabledReason,
    health: healthOf(endpoint),
    header_names: endpoint.headerNames,
    send_traceparent: endpoint.sendTraceparent,
    ...printOrder(endpoint),
    signature_version: endpoint.signatureVersion,
    public_key: endpoint.publicKey,
    previous_secrets: stillSigning.map(({ version, publicKey, until }) => ({
      signature_version: version,
      public_key: publicKey,
      ends_at: new Date(until),
    })),
    created_at: endpoint.createdAt,
    updated_at: endpoint.updatedAt,
  };
}

/** What its owner knows of it. */
export function healthOf(endpoint: Endpoint): object {
  return {
    breaker: breakerOf(endpoint),
    failing_since: endpoint.failingSince,
    not_before: endpoint.heldUntil,
  };
}

export function stateOf({ disabledAt, paused }: Endpoint): string {
  if (disabledAt) return 'disabled';
  return paused ? 'paused' : 'active';
}

/** An open breaker whose time is over lets one post through. */
function breakerOf({ breaker, heldUntil }: Endpoint): string {
  return breaker === 'open' && !heldUntil ? 'half_open' : breaker;
}
