// The records of one event: its own, and those of its deliveries.
import type { KafkaInspector } from '@hopline/kafka/inspector-port';
import { createRecordDecoder, type Decoded } from '@hopline/kafka/record-decoder';
import type { EventWay } from '@hopline/postgres/events/read-event-way';
import type { Pool } from '@hopline/postgres/pool';
import { findSchemas } from '@hopline/postgres/schemas/find-schemas';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';
import { readLog, stretchesOf } from '../read-log.ts';

/** Of one partition; an endpoint that gets thousands a second has its records among many others. */
const MOST_READ = 200_000;
/** Clocks differ: a broker's time may be before that of the process that accepted the event. */
const BEFORE_MS = 60_000;

export interface FoundRecords {
  readonly records: readonly Decoded[];
  /** What could not be told, a sentence each. */
  readonly remarks: readonly string[];
}

interface Where {
  readonly kafka: KafkaInspector;
  readonly pool: Pool;
  readonly names: TopicNames;
  readonly signal: AbortSignal;
}

export async function findRecords(where: Where, way: EventWay): Promise<FoundRecords> {
  const own = await findEventRecord(where, way);
  const { deliveries, deliveriesDlq, rungs } = where.names;
  const topics = [deliveries, ...rungs.map(({ topic }) => topic), deliveriesDlq];
  const others =
    way.deliveries.length === 0
      ? []
      : await Promise.all(topics.map((topic) => findWakeUps(where, topic, way)));
  const all = [own, ...others];
  return {
    records: all.flatMap(({ records }) => records).sort((a, b) => a.record.timestamp - b.record.timestamp),
    remarks: all.flatMap(({ remarks }) => remarks),
  };
}

function decoderOf(topic: string, names: TopicNames, pool: Pool) {
  return createRecordDecoder(topic, names, (references) => findSchemas(pool, references));
}

async function findEventRecord(
  { kafka, pool, names }: Where,
  { id, partition, offset: place }: EventWay,
): Promise<FoundRecords> {
  const topic = names.events;
  if (partition < 0) return { records: [], remarks: ['Hopline itself made the event: it has no record'] };
  const offset = BigInt(place);
  const [firsts, ends] = await Promise.all([kafka.firstOffsets(topic), kafka.endOffsets(topic)]);
  if (offset < (firsts.get(partition) ?? 0n)) {
    return {
      records: [],
      remarks: [`${topic} has deleted ${partition}:${offset} at the end of its retention`],
    };
  }
  const elsewhere = `${partition}:${offset} of ${topic} is not this event: the topic was made anew since`;
  if (offset >= (ends.get(partition) ?? 0n)) return { records: [], remarks: [elsewhere] };
  const read = await kafka.read([{ topic, partition, offset }], { maxBytes: 1 });
  const found = read.flatMap(({ records }) => records).filter((record) => record.offset === offset);
  const [decoded] = await decoderOf(topic, names, pool).decode(found);
  if (decoded?.kind === 'event' && decoded.event.id !== id) return { records: [], remarks: [elsewhere] };
  return { records: decoded ? [decoded] : [], remarks: [] };
}

/** Wake-ups stand in the partition of their endpoint, none of them before the event was accepted. */
async function findWakeUps(
  { kafka, pool, names, signal }: Where,
  topic: string,
  { acceptedAt, deliveries }: EventWay,
): Promise<FoundRecords> {
  const ids = new Set(deliveries.map(({ id }) => id));
  const [inspected] = await kafka.inspect([topic], []);
  if (!inspected) return { records: [], remarks: [`${topic} does not exist`] };
  const count = inspected.partitions.length;
  const partitions = new Set(deliveries.map(({ endpointId }) => partitionFor(endpointId, count)));
  const since = await kafka.offsetsSince(topic, acceptedAt.getTime() - BEFORE_MS);
  const stretches = await stretchesOf(kafka, topic, ({ partition, end }) => since.get(partition) ?? end);
  const decoder = decoderOf(topic, names, pool);
  const records: Decoded[] = [];
  const remarks: string[] = [];
  for (const stretch of stretches.filter(({ partition }) => partitions.has(partition))) {
    let left = MOST_READ;
    for await (const page of readLog(kafka, topic, [stretch], signal)) {
      const decoded = await decoder.decode(page);
      records.push(
        ...decoded.filter((one) => one.kind === 'wake-up' && ids.has(one.wakeUp.delivery?.id ?? '')),
      );
      left -= page.length;
      if (left > 0) continue;
      remarks.push(`only ${MOST_READ} records of ${topic}/${stretch.partition} were looked at`);
      break;
    }
  }
  return { records, remarks };
}
