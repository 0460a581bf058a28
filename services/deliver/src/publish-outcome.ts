// What the rest of Hopline is told of an attempt, after its result is committed: a retry to its rung, a dead letter to
// the DLQ. Never before the commit: a wake-up with a version that is not in Postgres would be dropped as stale.
import type { OutgoingRecord, Publisher } from '@hopline/kafka/port';
import type { DeliveryRef } from '@hopline/postgres/deliveries/delivery-ref';
import { describeError } from '@hopline/runtime/errors';
import type { Logger } from '@hopline/telemetry/logger';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { deliveryDeadLetter } from '@hopline/wire/dead-letter';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';
import type { WakeUp } from '@hopline/wire/wake-up';
import type { Attempt } from './attempt.ts';
import { Gatherer } from './gatherer.ts';
import type { Decision } from './next-attempt.ts';

const MAX_MARKS = 500;

export interface PublishOutcomeDeps {
  readonly publisher: Pick<Publisher, 'publish' | 'partitionsOf'>;
  readonly names: TopicNames;
  readonly codec: AvroCodec<WakeUp>;
  /** Notes that these dead letters are in Kafka. */
  readonly markDeadLettered: (deliveries: DeliveryRef[]) => Promise<void>;
  readonly log: Logger;
}

/** Publishes what follows from a recorded attempt; `version` is the one that the result gave the delivery. */
export type PublishOutcome = (attempt: Attempt, decision: Decision, version: number) => Promise<void>;

/**
 * Resolves when Kafka has it, or when that failed: which is logged and no more, because the row already says what must
 * happen. The sweeper wakes the endpoint of a pending row that is overdue, and publishes a dead letter without a
 * `dlq_at`. To keep the wake-up's offset open instead would help nobody: its version is used up.
 */
export function createPublishOutcome(deps: PublishOutcomeDeps): PublishOutcome {
  const { names, publisher, codec, log } = deps;
  const marks = new Gatherer<DeliveryRef>(async (batch) => {
    await deps.markDeadLettered(batch).catch((error: unknown) => {
      // The sweeper publishes them once more.
      log.warn({ deliveries: batch.length, problem: describeError(error) }, 'dead_letters.not_marked');
    });
  }, MAX_MARKS);

  function encode({ delivery }: Attempt, version: number): Buffer {
    const { day, id, endpointId, organizationId } = delivery;
    return codec.encode({
      endpoint_id: endpointId,
      organization_id: organizationId,
      delivery: { id, day, version },
    });
  }

  function retryRecord(topic: string, attempt: Attempt, version: number): OutgoingRecord {
    const { endpointId } = attempt.delivery;
    return {
      topic,
      partition: partitionFor(endpointId, publisher.partitionsOf(topic)),
      key: endpointId,
      value: encode(attempt, version),
      headers: {},
      // Whether the retry goes on in this trace is decided when it is due (rung-trace.ts).
      parent: attempt.context,
    };
  }

  function deadLetterRecord(reason: string, attempt: Attempt, version: number): OutgoingRecord {
    const topic = names.deliveriesDlq;
    const dlq = { topic, partitions: publisher.partitionsOf(topic) };
    const letter = deliveryDeadLetter(dlq, attempt.delivery.endpointId, encode(attempt, version), reason);
    return { ...letter, parent: attempt.context };
  }

  /** For the owner that the endpoint has by now: the next of this key may have its turn. */
  function handOver(attempt: Attempt): OutgoingRecord {
    const { endpointId, organizationId } = attempt.delivery;
    const topic = names.deliveries;
    return {
      topic,
      partition: partitionFor(endpointId, publisher.partitionsOf(topic)),
      key: endpointId,
      value: codec.encode({ endpoint_id: endpointId, organization_id: organizationId, delivery: null }),
      headers: {},
      parent: attempt.context,
    };
  }

  async function publish(outgoing: OutgoingRecord, attempt: Attempt): Promise<boolean> {
    try {
      await publisher.publish(outgoing);
      return true;
    } catch (error) {
      log.warn(
        {
          ...{ event_id: attempt.delivery.eventId, delivery_id: attempt.delivery.id },
          ...{ topic: outgoing.topic, problem: describeError(error), trace_id: attempt.traceId },
        },
        'outcome.not_published',
      );
      return false;
    }
  }

  return async (attempt, { next, rung }, version) => {
    if (next.state === 'pending' && rung) {
      const topic = names.rungs.find(({ name }) => name === rung.name)?.topic;
      if (topic === undefined) throw new Error(`the ladder has no topic for its rung ${rung.name}`);
      await publish(retryRecord(topic, attempt, version), attempt);
    } else if (next.state === 'dead') {
      const letter = deadLetterRecord(next.reason, attempt, version);
      const { day, id } = attempt.delivery;
      if (await publish(letter, attempt)) marks.add({ day, id, version });
    }
    const { delivery, turn } = attempt;
    if (next.state !== 'pending' && delivery.orderKey !== null && !turn.endpoint.isOwned) {
      await publish(handOver(attempt), attempt);
    }
  };
}
