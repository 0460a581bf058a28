import type { Publisher } from '@hopline/kafka/port';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import { type Context, traceIdOf } from '@hopline/telemetry/tracing';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { partitionFor } from '@hopline/wire/partitioner';
import type { DeliveryHint, WakeUp } from '@hopline/wire/wake-up';

export interface EndpointToWake {
  readonly endpointId: string;
  readonly organizationId: string;
  /** What it is about; without it, whatever waits for the endpoint. */
  readonly delivery?: DeliveryHint | null;
  readonly parent: Context;
}

export type WakeEndpoint = (endpoint: EndpointToWake) => void;

/** How long it is tried. Nothing is lost without it. */
const TIMEOUT_MS = 2000;

/**
 * Makes the function that tells an endpoint's owner to look at what waits for it. It does not fail: the sweeper finds
 * whatever a lost wake-up would have been about. Nobody waits for it either: while Kafka is away, who changes endpoints would
 * keep a turn at Postgres for that long.
 */
export function createWakeEndpoint(deps: {
  publisher: Pick<Publisher, 'publish' | 'partitionsOf'>;
  topic: string;
  codec: Pick<AvroCodec<WakeUp>, 'encode'>;
  log: Logger;
}): WakeEndpoint {
  const { publisher, topic, codec, log } = deps;
  async function wake({
    endpointId,
    organizationId,
    delivery = null,
    parent,
  }: EndpointToWake): Promise<void> {
    try {
      const partition = partitionFor(endpointId, publisher.partitionsOf(topic));
      const value = codec.encode({
        endpoint_id: endpointId,
        organization_id: organizationId,
        delivery,
      });
      const record = { topic, partition, key: endpointId, value, headers: {}, parent };
      await publisher.publish(record, { timeoutMs: TIMEOUT_MS });
    } catch (error) {
      log.warn(
        {
          ...{ org_id: organizationId, endpoint_id: endpointId },
          ...{ problem: describeError(error), trace_id: traceIdOf(parent) },
        },
        'endpoint.wake_failed',
      );
    }
  }
  return (endpoint) => void wake(endpoint);
}
