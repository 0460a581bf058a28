// Step 8: wake-ups and dead letters, after the commit and before the offsets.
import type { OutgoingRecord, Publisher } from '@hopline/kafka/port';
import type { DueDelivery } from '@hopline/postgres/persist/read-due-of-events';
import type { Failpoint } from '@hopline/runtime/failpoint';
import { type Context, contextOf } from '@hopline/telemetry/tracing';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { eventDeadLetter } from '@hopline/wire/dead-letter';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';
import type { WakeUp } from '@hopline/wire/wake-up';
import type { DecodedBatch } from '../item.ts';
import type { WrittenBatch } from './write-batch.ts';

export interface PublishDeps {
  readonly publisher: Publisher;
  readonly codec: AvroCodec<WakeUp>;
  readonly names: TopicNames;
  readonly readDue: (eventIds: readonly string[]) => Promise<DueDelivery[]>;
  readonly failpoint: Failpoint;
}

export type PublishBatch = (batch: DecodedBatch, written: WrittenBatch) => Promise<void>;

/** @throws when not everything was acknowledged; it may all be published again */
export function createPublishBatch(deps: PublishDeps): PublishBatch {
  const { publisher, names, failpoint } = deps;
  return async function publishBatch(batch, written) {
    // "It was there already" never means "skip the fan-out": a crash after the commit would lose it.
    const { knownEventIds } = written;
    const known = knownEventIds.length > 0 ? await deps.readDue(knownEventIds) : [];
    const contexts = new Map(batch.events.map(({ event, span }) => [event.id, contextOf(span)]));
    const records = [...written.deliveries, ...known].map((delivery) =>
      wakeUpRecord(deps, delivery, contexts.get(delivery.eventId)),
    );
    const dlq = { topic: names.eventsDlq, partitions: publisher.partitionsOf(names.eventsDlq) };
    for (const { record, reason, detail } of batch.poison) {
      records.push(eventDeadLetter(dlq, record, reason, detail));
    }
    if (records.length > 0) await publisher.publishAll(records);
    failpoint('persist:after-publish');
  };
}

function wakeUpRecord(deps: PublishDeps, delivery: DueDelivery, parent: Context | undefined): OutgoingRecord {
  const { publisher, codec, names } = deps;
  const { id, day, version, endpointId, organizationId } = delivery;
  return {
    topic: names.deliveries,
    partition: partitionFor(endpointId, publisher.partitionsOf(names.deliveries)),
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
