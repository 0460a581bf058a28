// The span of one post to a receiver: OpenTelemetry semantic conventions for HTTP clients (stable), without the URL's
// path and query, which may hold a secret.
import type { Attributes } from '@opentelemetry/api';

export const WEBHOOK_SPAN = 'POST';

/** @param url the webhook's URL; only its host and port are used */
export function webhookAttributes(url: string): Attributes {
  const parsed = URL.parse(url);
  if (!parsed) return { 'http.request.method': 'POST' };
  return {
    'http.request.method': 'POST',
    'server.address': parsed.hostname,
    'server.port': Number(parsed.port) || (parsed.protocol === 'http:' ? 80 : 443),
  };
}

export function webhookAnswerAttributes(statusCode: number): Attributes {
  return { 'http.response.status_code': statusCode };
}

/** What an attempt belongs to. On spans and log lines only, never on metrics. */
export function deliveryAttributes(delivery: {
  organizationId: string;
  eventId: string;
  id: string;
  endpointId: string;
  attempt: number;
}): Attributes {
  return {
    'hopline.organization_id': delivery.organizationId,
    'hopline.event_id': delivery.eventId,
    'hopline.delivery_id': delivery.id,
    'hopline.endpoint_id': delivery.endpointId,
    'hopline.attempt': delivery.attempt,
  };
}
