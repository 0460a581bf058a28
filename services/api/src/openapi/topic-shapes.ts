// What is told of topics, consumer groups and records.
import { DEFAULT_LADDER, parseLadder } from '@hopline/wire/ladder';
import { topicNames } from '@hopline/wire/topics';
import Type from 'typebox';
import { TOPIC_SETTINGS } from '../topics/print-topics.ts';
import { Members, OrNull, Time } from './shapes.ts';

export const EXAMPLE_TOPIC = topicNames('hopline', parseLadder(DEFAULT_LADDER)).events;

export const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Offset = (description: string) => OrNull(Type.Integer({ description }));

const PURPOSE = {
  name: Type.String({ examples: [EXAMPLE_TOPIC] }),
  short_name: Type.String({
    description: 'as the command line has it',
    examples: ['events', 'retry.5s', 'deliveries.dlq'],
  }),
  kind: Type.Enum(['events', 'events_dead_letters', 'deliveries', 'rung', 'deliveries_dead_letters']),
  delay_ms: OrNull(Type.Integer({ description: 'of a rung: how long its records wait' })),
  group: OrNull(Type.String({ description: 'the consumer group that reads it; null: none does' })),
};

const SIZES = {
  records: Count('how many offsets are kept'),
  bytes: OrNull(Count('of one copy of each partition; null: the broker does not say')),
  problems: Type.Array(Type.String(), { description: 'what is wrong with its copies, a sentence each' }),
};

export const Topic = Members({
  ...PURPOSE,
  exists: Type.Boolean(),
  partitions: Count('how many'),
  replication_factor: Count('copies of the partition that has the fewest'),
  retention_ms: OrNull(Type.Number({ description: 'how long records are kept; -1: for ever' })),
  ...SIZES,
  under_replicated: Count('partitions with a copy that is missing or behind'),
});

export const WholeTopic = Members({
  ...PURPOSE,
  ...SIZES,
  config: Members(Object.fromEntries(TOPIC_SETTINGS.map((name) => [name, OrNull(Type.String())])), {
    description: "settings by Kafka's own names",
  }),
  partitions: Type.Array(
    Members({
      partition: Type.Integer(),
      leader: OrNull(Type.Integer({ description: 'the id of a broker; null: there is none now' })),
      replicas: Type.Array(Type.Integer()),
      in_sync: Type.Array(Type.Integer()),
      first_offset: Offset('of the first record that is kept; null: nobody leads the partition'),
      end_offset: Offset('that the next record will have'),
      bytes: OrNull(Count('of one copy; null: the broker does not say')),
    }),
  ),
});

const LAG = {
  topic: Type.String(),
  delay_ms: Type.Integer({ description: 'of a rung: how long its records wait; 0 of others' }),
  exists: Type.Boolean(),
  lag: Count('records that are not finished'),
  offline_partitions: Count('partitions without a leader: how far behind they are is not known, nor counted'),
  late_ms: Count('how long the oldest of them has been due; 0: none is'),
  next_due_at: OrNull(Time('of a rung: when the next of those that wait is due')),
};

const STATE = Type.String({
  description: "Kafka's own word",
  examples: ['Stable', 'Empty', 'PreparingRebalance'],
});

export const Group = Members({
  group: Type.String(),
  state: STATE,
  members: Count('how many'),
  topics: Type.Array(Members({ ...LAG, partitions: Count('how many') })),
});

export const WholeGroup = Members({
  group: Type.String(),
  state: STATE,
  members: Type.Array(
    Members({
      id: Type.String(),
      client_id: Type.String(),
      host: Type.String(),
      partitions: Type.Array(Members({ topic: Type.String(), partition: Type.Integer() })),
    }),
  ),
  topics: Type.Array(
    Members({
      ...LAG,
      partitions: Type.Array(
        Members({
          partition: Type.Integer(),
          committed_offset: Offset('of the next record to be read; null: nothing was finished yet'),
          end_offset: Offset('that the next record will have'),
          lag: OrNull(Count('records that are not finished; null: nobody leads the partition')),
          oldest_at: OrNull(Time('the time of the oldest of them')),
        }),
      ),
    }),
  ),
});

export const Record = Members({
  partition: Type.Integer(),
  offset: Type.Integer(),
  time: OrNull(Time("the broker's or the producer's, by the topic's setting")),
  key: OrNull(Type.String({ description: 'as text; `base64:…` for what is none' })),
  headers: Type.Object({}, { additionalProperties: Type.String(), description: 'as the key' }),
  trace_id: OrNull(Type.String()),
  organization_id: OrNull(Type.String({ description: 'as its value says' })),
  bytes: OrNull(Count('of its value; null: it has none')),
  kind: Type.Enum(['event', 'wake_up', 'undecodable'], {
    description: 'which of the three members is not null',
  }),
  event: OrNull(
    Members({
      id: Type.String(),
      type: Type.String(),
      accepted_at: OrNull(Time('when it was accepted')),
      dedup_id: OrNull(Type.String()),
      ordering_key: OrNull(Type.String()),
      body: Type.String({ description: "the webhook's body, JSON as it is posted: the customer's data" }),
    }),
  ),
  wake_up: OrNull(
    Members({
      endpoint_id: Type.String(),
      delivery: OrNull(
        Members(
          { id: Type.String(), day: Type.String(), version: Type.Integer() },
          { description: 'null: whatever waits for the endpoint' },
        ),
      ),
    }),
  ),
  undecodable: OrNull(
    Members({
      reason: Type.String(),
      base64: OrNull(Type.String({ description: 'the value as it is; null: it has none' })),
    }),
  ),
});
