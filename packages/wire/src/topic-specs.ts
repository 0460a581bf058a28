// What each topic must be like. The migrate job makes them so.
import { setting } from '@hopline/runtime/settings';
import type { TopicNames } from './topics.ts';

export interface TopicSpecification {
  readonly topic: string;
  readonly partitions: number;
  /** Kafka's own names, such as `retention.ms`. */
  readonly config: Readonly<Record<string, string>>;
}

/** How many partitions the topics get. The number of a topic is fixed once it exists: keys would move. */
export const partitionSettings = {
  EVENTS_PARTITIONS: setting.integer({
    description: 'partitions of the events topic',
    default: '12',
    min: 1,
    max: 10_000,
  }),
  DELIVERIES_PARTITIONS: setting.integer({
    description: 'partitions of the deliveries topic: at most so many deliver processes share the work',
    default: '12',
    min: 1,
    max: 10_000,
  }),
  RUNG_PARTITIONS: setting.integer({
    description: 'partitions of each rung of the ladder',
    default: '3',
    min: 1,
    max: 10_000,
  }),
  DLQ_PARTITIONS: setting.integer({
    description: 'partitions of each dead-letter topic',
    default: '3',
    min: 1,
    max: 10_000,
  }),
};

const DAY_MS = 86_400_000;
// Events are kept for less long than EVENT_RETENTION keeps their keys, so that a re-read never makes an event anew.
const WORK_RETENTION = { 'retention.ms': String(7 * DAY_MS) };
const DLQ_RETENTION = { 'retention.ms': String(30 * DAY_MS) };
// Above the publisher's 900 KB for one partition of a request.
const SIZE = { 'max.message.bytes': String(1024 * 1024) };
// A dead letter is its record, however large, with some more headers.
const DLQ_SIZE = { 'max.message.bytes': String(2 * 1024 * 1024) };

/** Every topic of an installation. */
export function topicSpecifications(
  topics: TopicNames,
  partitions: { events: number; deliveries: number; rung: number; dlq: number },
): TopicSpecification[] {
  const work = { ...WORK_RETENTION, ...SIZE };
  const dead = { ...DLQ_RETENTION, ...DLQ_SIZE };
  return [
    { topic: topics.events, partitions: partitions.events, config: work },
    { topic: topics.eventsDlq, partitions: partitions.dlq, config: dead },
    { topic: topics.deliveries, partitions: partitions.deliveries, config: work },
    ...topics.rungs.map(({ topic }) => ({
      topic,
      partitions: partitions.rung,
      // A retry is due by the broker's clock, so the clocks of our own processes do not matter.
      config: { ...work, 'message.timestamp.type': 'LogAppendTime' },
    })),
    { topic: topics.deliveriesDlq, partitions: partitions.dlq, config: dead },
  ];
}
