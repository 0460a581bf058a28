import { groupNames } from '@hopline/wire/topics';
import Type from 'typebox';
import { TopicsBusyError, TopicsRefusedError, TopicsUnavailableError } from '../console-errors.ts';
import { RequestInvalidError, RouteNotFoundError } from '../errors.ts';
import { GroupNotFoundError, TopicNotFoundError } from '../resource-errors.ts';
import { json } from './answers.ts';
import { describe } from './operation.ts';
import { Members, Time } from './shapes.ts';
import { Count, EXAMPLE_TOPIC, Group, Record, Topic, WholeGroup, WholeTopic } from './topic-shapes.ts';

const EXAMPLE_GROUP = groupNames('hopline').persist;
const EXAMPLE_PURPOSE = {
  name: EXAMPLE_TOPIC,
  short_name: 'events',
  kind: 'events',
  delay_ms: null,
  group: EXAMPLE_GROUP,
};
const EXAMPLE_SIZES = { records: 4711, bytes: 1_204_224, problems: [] };
const EXAMPLE_LAG = {
  ...{ topic: EXAMPLE_TOPIC, delay_ms: 0, exists: true, lag: 3, late_ms: 12, next_due_at: null },
};

const of = (operationId: string, summary: string) =>
  ({ operationId, summary, tag: 'operation', access: 'admin' }) as const;

/** What every look into Kafka may be refused for. */
const OF_KAFKA = [
  new TopicsBusyError(),
  new TopicsUnavailableError(),
  new TopicsRefusedError(`the settings of ${EXAMPLE_TOPIC}: TOPIC_AUTHORIZATION_FAILED`),
];
const OF_TOPIC = [
  new RequestInvalidError('/name', 'must match its pattern'),
  new RouteNotFoundError(),
  new TopicNotFoundError(),
  ...OF_KAFKA,
];

export const listTopicsOperation = describe({
  ...of('listTopics', "List Hopline's topics"),
  description: 'In the order of the way of an event. Topics of others in the same cluster are not shown.',
  answers: {
    200: json('The topics.', Members({ topics: Type.Array(Topic) }), {
      example: {
        topics: [
          {
            ...EXAMPLE_PURPOSE,
            ...{ exists: true, partitions: 12, replication_factor: 3, retention_ms: 604_800_000 },
            ...EXAMPLE_SIZES,
            under_replicated: 0,
          },
        ],
      },
    }),
  },
  errors: OF_KAFKA,
});

export const getTopicOperation = describe({
  ...of('getTopic', 'Read a topic'),
  answers: {
    200: json('The topic.', WholeTopic, {
      example: {
        ...EXAMPLE_PURPOSE,
        ...EXAMPLE_SIZES,
        config: {
          ...{ 'retention.ms': '604800000', 'retention.bytes': '-1', 'min.insync.replicas': '2' },
          ...{ 'max.message.bytes': '1048576', 'message.timestamp.type': 'CreateTime' },
          ...{ 'cleanup.policy': 'delete', 'compression.type': 'producer' },
        },
        partitions: [
          {
            ...{ partition: 0, leader: 1, replicas: [1, 2, 3], in_sync: [1, 2, 3] },
            ...{ first_offset: 0, end_offset: 4711, bytes: 1_204_224 },
          },
        ],
      },
    }),
  },
  errors: OF_TOPIC,
});

export const listGroupsOperation = describe({
  ...of('listGroups', "List Hopline's consumer groups"),
  description:
    'With the lag of each of their topics. What waits on a rung is not late before its delay is over.',
  answers: {
    200: json('The groups.', Members({ at: Time('when they were read'), groups: Type.Array(Group) }), {
      example: {
        at: '2026-03-01T12:00:00.000Z',
        groups: [
          {
            group: EXAMPLE_GROUP,
            state: 'Stable',
            members: 2,
            topics: [{ ...EXAMPLE_LAG, partitions: 12 }],
          },
        ],
      },
    }),
  },
  errors: OF_KAFKA,
});

export const getGroupOperation = describe({
  ...of('getGroup', 'Read a consumer group'),
  answers: {
    200: json('The group.', WholeGroup, {
      example: {
        group: EXAMPLE_GROUP,
        state: 'Stable',
        members: [
          {
            ...{ id: 'hopline-persist-5f0c', client_id: 'hopline-persist', host: '10.0.0.7' },
            partitions: [{ topic: EXAMPLE_TOPIC, partition: 0 }],
          },
        ],
        topics: [
          {
            ...EXAMPLE_LAG,
            partitions: [
              {
                ...{ partition: 0, committed_offset: 4708, end_offset: 4711, lag: 3 },
                oldest_at: '2026-03-01T11:59:59.988Z',
              },
            ],
          },
        ],
      },
    }),
  },
  errors: [
    new RequestInvalidError('/id', 'must match its pattern'),
    new RouteNotFoundError(),
    new GroupNotFoundError(),
    ...OF_KAFKA,
  ],
});

export const listRecordsOperation = describe({
  ...of('listRecords', 'Read records of a topic'),
  description: `Decoded, without a consumer group: nobody's place moves. At most \`limit\` records and about 1 MB. Without \`from\` the newest;
with \`next_cursor\` of the last answer as \`cursor\`, what has come since, or what did not fit: asked again and again it is a tail that leaves
nothing out. Of the records of one partition the order is that of their offsets; between partitions it is that of their times, as far as it can be.

Bodies of events are customers' data. An event's partition and offset are in its way ([tracing.md](tracing.md)).`,
  answers: {
    200: json(
      'The records, the oldest first.',
      Members({
        records: Type.Array(Record),
        next_cursor: Type.String({ description: 'what comes after them' }),
        behind: Count('how many records there are already after `next_cursor`'),
      }),
      {
        example: {
          records: [
            {
              ...{ partition: 0, offset: 4710, time: '2026-03-01T12:00:00.000Z' },
              key: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77',
              headers: { 'content-type': 'avro/binary' },
              trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
              organization_id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77',
              ...{ bytes: 187, kind: 'event' },
              event: {
                id: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
                ...{ type: 'order.created', accepted_at: '2026-03-01T12:00:00.000Z' },
                ...{ dedup_id: 'order-4711', ordering_key: null },
                body: '{"id":"2ed6657d-e927-568b-95e1-2665a8aea6a2","type":"order.created","timestamp":"2026-03-01T12:00:00.000Z","data":{"total":12.5}}',
              },
              ...{ wake_up: null, undecodable: null },
            },
          ],
          next_cursor: '0:4711',
          behind: 0,
        },
      },
    ),
  },
  errors: [
    new RequestInvalidError('/from', 'is an offset that is not there: the partition has 5 to 17'),
    ...OF_TOPIC,
  ],
});
