// From a posted event to one that every in-sync replica has.
import { PublisherFullError, RecordTooLargeError } from '@hopline/kafka/errors';
import type { Publisher } from '@hopline/kafka/port';
import { HoplineError } from '@hopline/runtime/errors';
import type { Context } from '@hopline/telemetry/tracing';
import { createEventCodec, eventKey } from '@hopline/wire/event';
import { eventId } from '@hopline/wire/ids';
import { partitionFor } from '@hopline/wire/partitioner';
import { webhookBody } from '@hopline/wire/webhook-body';
import { IngestBufferFullError, IngestUnavailableError, RequestTooLargeError } from '../errors.ts';
import type { PostedEvent } from './event-request.ts';

export interface AcceptedEvent {
  readonly id: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface Admission {
  readonly organizationId: string;
  /** What is left of the time from admission to the answer, in milliseconds. */
  readonly timeLeftMs: number;
  /** The trace that the event's record continues. */
  readonly parent: Context;
}

export type AcceptEvent = (event: PostedEvent, admission: Admission) => Promise<AcceptedEvent>;

const NO_HEADERS = {};

/**
 * Makes the function that accepts an event. It resolves when every in-sync replica has the event, and rejects with
 * IngestUnavailableError (unknown whether it was written), IngestBufferFullError or RequestTooLargeError (it was not).
 */
export function createAcceptEvent(deps: {
  publisher: Pick<Publisher, 'publish' | 'partitionsOf'>;
  topic: string;
}): AcceptEvent {
  const { publisher, topic } = deps;
  const codec = createEventCodec();

  return async function acceptEvent(event, { organizationId, timeLeftMs, parent }) {
    const { type, dedupId, orderingKey, payload } = event;
    const acceptedAtMs = Date.now();
    const id = eventId(organizationId, dedupId);
    const key = eventKey(organizationId, orderingKey);
    const value = codec.encode({
      id,
      organization_id: organizationId,
      type,
      accepted_at: acceptedAtMs,
      dedup_id: dedupId,
      ordering_key: orderingKey,
      body: webhookBody({ id, type, acceptedAtMs, payload }),
    });
    try {
      const partition = partitionFor(key, publisher.partitionsOf(topic));
      const record = { topic, partition, key, value, headers: NO_HEADERS, parent };
      const ack = await publisher.publish(record, { timeoutMs: timeLeftMs });
      return { id, partition, offset: ack.offset };
    } catch (error) {
      throw toAnswer(error);
    }
  };
}

/** What the client is told. An error that is not the publisher's own is a defect, and stays one. */
function toAnswer(error: unknown): unknown {
  if (error instanceof PublisherFullError) return new IngestBufferFullError(error);
  if (error instanceof RecordTooLargeError) {
    return new RequestTooLargeError('Kafka does not take an event of this size', error);
  }
  return error instanceof HoplineError ? new IngestUnavailableError(error) : error;
}
