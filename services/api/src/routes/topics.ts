import { consumersOf, readGroup, readGroups } from '@hopline/kafka/read-groups';
import { readTopics } from '@hopline/kafka/read-topics';
import { createRecordDecoder, type RecordDecoder } from '@hopline/kafka/record-decoder';
import type { FindSchemas } from '@hopline/wire/learn-schemas';
import { topicPurposes } from '@hopline/wire/topic-purposes';
import type { GroupNames, TopicNames } from '@hopline/wire/topics';
import Type from 'typebox';
import type { TypedApp } from '../http/typed-app.ts';
import {
  getGroupOperation,
  getTopicOperation,
  listGroupsOperation,
  listRecordsOperation,
  listTopicsOperation,
} from '../openapi/topics.ts';
import { GroupNotFoundError, TopicNotFoundError } from '../resource-errors.ts';
import type { Inspection } from '../topics/inspection.ts';
import { printRecord } from '../topics/print-record.ts';
import {
  type KnownTopic,
  printGroup,
  printTopic,
  printWholeGroup,
  printWholeTopic,
  TOPIC_SETTINGS,
} from '../topics/print-topics.ts';
import { readRecords } from '../topics/read-records.ts';
import { printCursor, RecordsQuery, readRecordsRequest } from '../topics/records-request.ts';

export interface TopicRouteDeps {
  readonly inspection: Pick<Inspection, 'ask'>;
  readonly names: { readonly topics: TopicNames; readonly groups: GroupNames };
  /** For records that were written with a schema that this release does not know. */
  readonly findSchemas: FindSchemas;
}

/** What Kafka takes as the name of a topic or a group of ours: TOPIC_PREFIX is a part of both. */
const Name = Type.String({ pattern: '^[A-Za-z0-9._-]{1,249}$' });
const TopicParams = Type.Object({ name: Name }, { additionalProperties: false });
const GroupParams = Type.Object({ id: Name }, { additionalProperties: false });

/** Looks into Hopline's own topics and groups. Stands behind requireAdminToken, in a scope of its own. */
export function topicRoutes(app: TypedApp, { inspection, names, findSchemas }: TopicRouteDeps): void {
  const consumers = consumersOf(names);
  const known = new Map(
    topicPurposes(names.topics).map((purpose): [string, KnownTopic] => [
      purpose.topic,
      { ...purpose, groupId: readerOf(purpose.topic) },
    ]),
  );
  // What they have learned of schemas is kept.
  const decoders = new Map<string, RecordDecoder>();

  function readerOf(topic: string): string | undefined {
    return consumers.find(({ topics }) => topics.some((one) => one.topic === topic))?.groupId;
  }

  /** @throws {TopicNotFoundError} also for a topic of somebody else's in the same cluster */
  function knownTopic(name: string): KnownTopic {
    const topic = known.get(name);
    if (!topic) throw new TopicNotFoundError();
    return topic;
  }

  function decoderOf(topic: string): RecordDecoder {
    let decoder = decoders.get(topic);
    if (!decoder) {
      decoder = createRecordDecoder(topic, names.topics, findSchemas);
      decoders.set(topic, decoder);
    }
    return decoder;
  }

  // What is said of Kafka is true of this moment, and records hold payloads.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });

  app.get('/api/admin/topics', { schema: listTopicsOperation }, async () => {
    const topics = await inspection.ask((kafka) => readTopics(kafka, [...known.keys()], TOPIC_SETTINGS));
    return { topics: topics.map((topic) => printTopic(knownTopic(topic.topic), topic)) };
  });

  app.get(
    '/api/admin/topics/:name',
    { schema: { params: TopicParams, ...getTopicOperation } },
    async (request) => {
      const topic = knownTopic(request.params.name);
      const [read] = await inspection.ask((kafka) => readTopics(kafka, [topic.topic], TOPIC_SETTINGS));
      if (!read?.found) throw new TopicNotFoundError();
      return printWholeTopic(topic, { ...read, found: read.found });
    },
  );

  app.get(
    '/api/admin/topics/:name/records',
    { schema: { params: TopicParams, querystring: RecordsQuery, ...listRecordsOperation } },
    async (request) => {
      const { topic } = knownTopic(request.params.name);
      const asked = readRecordsRequest(request.query);
      const { records, next, behind } = await inspection.ask((kafka) => readRecords(kafka, topic, asked));
      const decoded = await decoderOf(topic).decode(records);
      return { records: decoded.map(printRecord), next_cursor: printCursor(next), behind: Number(behind) };
    },
  );

  app.get('/api/admin/groups', { schema: listGroupsOperation }, async () => {
    const groups = await inspection.ask((kafka) => readGroups(kafka, names));
    const at = new Date();
    return { at, groups: groups.map((group) => printGroup(group, at.getTime())) };
  });

  app.get(
    '/api/admin/groups/:id',
    { schema: { params: GroupParams, ...getGroupOperation } },
    async (request) => {
      const consumed = consumers.find(({ groupId }) => groupId === request.params.id);
      if (!consumed) throw new GroupNotFoundError();
      const group = await inspection.ask((kafka) => readGroup(kafka, consumed));
      return printWholeGroup(group, Date.now());
    },
  );
}
