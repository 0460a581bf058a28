// What can be found when all is over: the log read anew from its beginning, the tables, the dead letters, the offsets.
import type { ReceivedRecord } from '@hopline/kafka/port';
import type { Pool } from '@hopline/postgres/pool';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import type { Cleanup } from '../support/cleanup.ts';
import type { RawKafka } from '../support/kafka-raw.ts';
import type { PersistFixture } from '../support/persist.ts';
import { collectTopic } from '../support/read-topic.ts';
import { until } from '../support/until.ts';
import type { OutsideLedger } from './outside-ledger.ts';
import type { Tenants } from './tenants.ts';

export interface StoredEvent {
  readonly id: string;
  readonly organizationId: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly body: Buffer;
}

export interface StoredDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly state: string;
}

/** The ledger's sum for an organization in a partition. */
export interface BookedCounts {
  readonly partition: number;
  readonly organizationId: string;
  readonly appended: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly poison: number;
  /** Of the duplicates those with other content. */
  readonly conflicts: number;
}

export interface Progress {
  readonly partition: number;
  readonly firstOffset: bigint;
  readonly nextOffset: bigint;
}

export interface Evidence {
  readonly ledger: OutsideLedger;
  readonly endpoints: Tenants['endpoints'];
  readonly log: readonly ReceivedRecord[];
  readonly letters: readonly ReceivedRecord[];
  /** What was woken: a delivery, or with null whatever waits for the endpoint. */
  readonly wakeUps: readonly { readonly endpointId: string; readonly deliveryId: string | null }[];
  /** The end of each partition of the events topic, and what the group has committed there. */
  readonly ends: readonly bigint[];
  readonly committed: readonly bigint[];
  readonly events: readonly StoredEvent[];
  readonly deliveries: readonly StoredDelivery[];
  readonly progress: readonly Progress[];
  readonly books: readonly BookedCounts[];
}

const READ_LIMIT_MS = 60_000;
const wakeUpCodec = createWakeUpCodec();

export async function gatherEvidence(
  t: Cleanup,
  raw: RawKafka,
  { kafka, database }: PersistFixture,
  { ledger, endpoints }: Pick<Evidence, 'ledger' | 'endpoints'>,
): Promise<Evidence> {
  const { topics, groups, brokers } = kafka;
  const read = (topic: string) => readTopic(t, raw, brokers, topic);
  const ends = await raw.endOffsets(topics.events);
  const wakeUps = (await read(topics.deliveries)).flatMap(({ value }) => {
    if (value === null) return [];
    const { endpoint_id, delivery } = wakeUpCodec.decode(value);
    return [{ endpointId: endpoint_id, deliveryId: delivery?.id ?? null }];
  });
  return {
    ledger,
    endpoints,
    log: await read(topics.events),
    letters: await read(topics.eventsDlq),
    wakeUps,
    ends,
    committed: await raw.committedOffsets(groups.persist, topics.events, ends.length),
    ...(await readTables(database.pool)),
  };
}

/** The records up to the end of now, in the order of their partitions and offsets. */
export async function readTopic(
  t: Cleanup,
  raw: RawKafka,
  brokers: string[],
  topic: string,
): Promise<ReceivedRecord[]> {
  const ends = await raw.endOffsets(topic);
  const collected = await collectTopic(t, brokers, topic);
  // A rebalance of the reader gives records again.
  const byPlace = new Map<string, ReceivedRecord>();
  let seen = 0;
  const isWhole = () => {
    for (; seen < collected.length; seen += 1) {
      const record = collected[seen];
      if (record) byPlace.set(`${record.partition} ${record.offset}`, record);
    }
    return ends.every((end, partition) => end === 0n || byPlace.has(`${partition} ${end - 1n}`));
  };
  await until(`all of ${topic} is read`, isWhole, READ_LIMIT_MS);
  return [...byPlace.values()].sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
}

async function readTables(
  pool: Pool,
): Promise<Pick<Evidence, 'events' | 'deliveries' | 'progress' | 'books'>> {
  const events = await pool.query<StoredEvent>(
    `select id, organization_id as "organizationId", topic_partition as partition,
            topic_offset as "offset", body from events
      where topic_partition >= 0`,
  );
  const deliveries = await pool.query<StoredDelivery>(
    `select id, event_id as "eventId", endpoint_id as "endpointId", state from deliveries d
      where not exists (select from events e where e.day = d.day and e.id = d.event_id and e.topic_partition < 0)`,
  );
  const progress = await pool.query<Progress>(
    `select partition, first_offset as "firstOffset", next_offset as "nextOffset" from progress`,
  );
  const books = await pool.query<BookedCounts>(
    `select partition, organization_id as "organizationId", sum(appended)::int as appended,
            sum(stored)::int as stored, sum(duplicates)::int as duplicates, sum(poison)::int as poison,
            sum(conflicts)::int as conflicts
       from ledger group by 1, 2`,
  );
  return {
    events: events.rows,
    deliveries: deliveries.rows,
    progress: progress.rows,
    books: books.rows,
  };
}
