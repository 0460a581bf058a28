// Step 8: wake-ups and dead letters, after the commit and before the offsets.
import type { OutgoingRecord, Publisher, ReceivedRecord } from '@hopline/kafka/port';
import type { DueDelivery } from '@hopline/postgres/persist/read-due-of-events';
import type { Failpoint } from '@hopline/runtime/failpoint';
import type { PersistMetrics } from '@hopline/telemetry/metrics/persist';
import type { Parent } from '@hopline/telemetry/tracing';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';
import type { WakeUp } from '@hopline/wire/wake-up';
import type { DecodedBatch, PoisonItem } from '../item.ts';
import { publishDeadLetter } from './publish-dead-letter.ts';
import type { WrittenBatch } from './write-batch.ts';

/**
 * Each part has the publisher's whole time: a batch whose events fan out to hundreds of endpoints gets through however
 * long it takes. The publisher's buffer holds as many of these as batches can be in flight.
 */
export const WAKE_UPS_AT_ONCE = 1000;

export interface PublishDeps {
  readonly publisher: Publisher;
  readonly codec: AvroCodec<WakeUp>;
  readonly names: TopicNames;
  readonly readDue: (eventIds: readonly string[]) => Promise<DueDelivery[]>;
  readonly metrics: Pick<PersistMetrics, 'eventsDeadLettered'>;
  readonly failpoint: Failpoint;
}

export type PublishBatch = (batch: DecodedBatch, written: WrittenBatch) => Promise<void>;

/** @throws when not everything was acknowledged; it may all be published again */
export function createPublishBatch(deps: PublishDeps): PublishBatch {
  const { publisher, names, failpoint } = deps;
  /** The records whose dead letters Kafka has: a batch that is held for something else does not fill the topic. */
  const deadLettered = new WeakSet<ReceivedRecord>();

  async function setAside(item: PoisonItem): Promise<void> {
    if (deadLettered.has(item.record)) return;
    await publishDeadLetter(publisher, names.eventsDlq, item);
    deadLettered.add(item.record);
    deps.metrics.eventsDeadLettered.of({ reason: item.reason }).inc();
  }

  return async function publishBatch(batch, written) {
    // "It was there already" never means "skip the fan-out": a crash after the commit would lose it.
    const { knownEventIds } = written;
    const known = knownEventIds.length > 0 ? await deps.readDue(knownEventIds) : [];
    const due = [...written.deliveries, ...known];
    const parents = new Map<string, Parent>();
    // Of twins the first one is the event, whose trace its row has as well.
    for (const { event, span } of batch.events) if (!parents.has(event.id)) parents.set(event.id, span);
    const placeOf = createPlaces(publisher.partitionsOf(names.deliveries));
    for (let start = 0; start < due.length; start += WAKE_UPS_AT_ONCE) {
      const part = due.slice(start, start + WAKE_UPS_AT_ONCE);
      await publisher.publishAll(
        part.map((delivery) =>
          wakeUpRecord(deps, delivery, placeOf(delivery.endpointId), parents.get(delivery.eventId)),
        ),
      );
    }
    failpoint('persist:after-wake-ups');
    // Each has its answer before the batch may be tried again.
    const answers = await Promise.allSettled(batch.poison.map(setAside));
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
    failpoint('persist:after-publish');
  };
}

/** Many events of a batch go to the same endpoints, whose partitions are computed once. */
function createPlaces(partitions: number): (endpointId: string) => number {
  const known = new Map<string, number>();
  return (endpointId) => {
    let partition = known.get(endpointId);
    if (partition === undefined) {
      partition = partitionFor(endpointId, partitions);
      known.set(endpointId, partition);
    }
    return partition;
  };
}

function wakeUpRecord(
  { codec, names }: PublishDeps,
  delivery: DueDelivery,
  partition: number,
  parent: Parent | undefined,
): OutgoingRecord {
  const { id, day, version, endpointId, organizationId } = delivery;
  return {
    topic: names.deliveries,
    partition,
    key: endpointId,
    value: codec.encode({
      endpoint_id: endpointId,
      organization_id: organizationId,
      delivery: { id, day, version },
    }),
    headers: {},
    ...(parent ? { parent } : {}),
  };
}
