import type { Endpoint } from '@hopline/postgres/endpoints/endpoint';

/** An endpoint as an answer has it. */
export function printEndpoint(endpoint: Endpoint, nowMs = Date.now()): object {
  const stillSigning = (endpoint.oldSecrets ?? []).filter(({ until }) => until > nowMs);
  return {
    id: endpoint.id,
    url: endpoint.url,
    event_types: endpoint.eventTypes,
    filters: endpoint.filters ?? [],
    description: endpoint.description,
    paused: endpoint.paused,
    header_names: endpoint.headerNames,
    send_traceparent: endpoint.sendTraceparent,
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
