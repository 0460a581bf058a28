// Puts records into the events topic as the api does, without the api.
import { createPublisher } from '@hopline/kafka/connect';
import type { Publisher } from '@hopline/kafka/port';
import { createEventCodec, type Event, eventKey } from '@hopline/wire/event';
import { eventId } from '@hopline/wire/ids';
import { partitionFor } from '@hopline/wire/partitioner';
import { webhookBody } from '@hopline/wire/webhook-body';
import type { Cleanup } from './cleanup.ts';
import { patient } from './patient.ts';
import type { TestTopics } from './topics.ts';

const codec = createEventCodec();

export interface EventProducer {
  readonly publisher: Publisher;
  /** Appends these events and waits for the acknowledgements. */
  send(...events: Event[]): Promise<void>;
  /** Appends bytes as they are. */
  sendRaw(value: Buffer | null, options?: { key?: string | Buffer; partition?: number }): Promise<void>;
}

/** An event as the api would make it. */
export function makeEvent(
  organizationId: string,
  given: {
    type?: string;
    dedupId?: string;
    payload?: string;
    acceptedAt?: number;
    orderingKey?: string;
  } = {},
): Event {
  const { type = 'order.created', dedupId = null, payload = '{"n":1}', acceptedAt = Date.now() } = given;
  const id = eventId(organizationId, dedupId);
  return {
    id,
    organization_id: organizationId,
    type,
    accepted_at: acceptedAt,
    dedup_id: dedupId,
    ordering_key: given.orderingKey ?? null,
    body: webhookBody({ id, type, acceptedAtMs: acceptedAt, payload: Buffer.from(payload) }),
  };
}

export async function startEventProducer(
  t: Cleanup,
  { brokers, topics }: TestTopics,
): Promise<EventProducer> {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const publisher = patient(
    createPublisher({ brokers, clientId: 'test', topics: [topics.events, topics.deliveries] }, { log }),
  );
  await publisher.start();
  t.after(() => publisher.stop(AbortSignal.timeout(2000)));
  const partitions = publisher.partitionsOf(topics.events);
  return {
    publisher,
    async send(...events) {
      await publisher.publishAll(
        events.map((event) => {
          const key = eventKey(event.organization_id, event.ordering_key);
          const partition = partitionFor(key, partitions);
          return { topic: topics.events, partition, key, value: codec.encode(event), headers: {} };
        }),
      );
    },
    async sendRaw(value, { key = 'nobody', partition = 0 } = {}) {
      await publisher.publish({ topic: topics.events, partition, key, value, headers: { 'x-kept': 'yes' } });
    },
  };
}
