import Type from 'typebox';
import {
  IngestBacklogError,
  IngestBufferFullError,
  IngestOverloadedError,
  IngestUnavailableError,
  InvalidHeaderError,
  RateLimitedError,
} from '../errors.ts';
import { EventExpiredError, EventNotStoredError } from '../resource-errors.ts';
import { json, RATE_LIMIT } from './answers.ts';
import { describe } from './operation.ts';
import { ID_ERRORS, Id, Members, OrNull, Time } from './shapes.ts';

const EXAMPLE_ID = '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77';

const Accepted = Members(
  { id: Id('the id of the event'), status: Type.Literal('accepted') },
  { title: 'Accepted' },
);

const IdempotencyHeaders = Type.Object({
  'Idempotency-Key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      pattern: '^[\\x21-\\x7e]+$',
      description: 'stands for a missing dedup_id',
      examples: ['order-4711'],
    }),
  ),
});

const INGEST_ERRORS = [
  new RateLimitedError(12),
  new IngestBufferFullError(),
  new IngestBacklogError(12),
  new IngestOverloadedError('the event loop is late'),
  new IngestUnavailableError(undefined),
];

export const postEventOperation = describe({
  operationId: 'postEvent',
  summary: 'Send an event',
  description: `Answers 202 once every in-sync replica of Kafka has the event. The same \`dedup_id\` again is the same event and gets the
same id. The payload goes to your webhooks byte for byte. The body may be gzipped (\`Content-Encoding: gzip\`).

CloudEvents 1.0 are taken as well: in structured mode as \`application/cloudevents+json\`, and in binary mode with the headers
\`ce-specversion\`, \`ce-id\`, \`ce-source\`, \`ce-type\`, perhaps \`ce-partitionkey\`, and the payload alone as the body. The id is the
dedup_id, the partition key the ordering key.`,
  tag: 'events',
  access: 'key',
  takesBody: true,
  requestHeaders: IdempotencyHeaders,
  answers: {
    202: json('The event is durable.', Accepted, {
      example: { id: EXAMPLE_ID, status: 'accepted' },
      headers: RATE_LIMIT,
    }),
  },
  errors: [new InvalidHeaderError('ce-id', 'is required'), ...INGEST_ERRORS],
});

const CODE = Type.String({ pattern: '^HPL_[A-Z_]+$' });

const Refused = Members(
  {
    status: Type.Literal('refused'),
    code: CODE,
    detail: Type.String(),
    pointer: Type.Optional(Type.String({ description: 'a JSON pointer within the event' })),
  },
  { title: 'Refused', description: 'it was not written' },
);

const Unknown = Members(
  { status: Type.Literal('unknown'), code: CODE, detail: Type.String() },
  { title: 'Unknown', description: 'it may have been written: send it again with the same dedup_id' },
);

export const postEventBatchOperation = describe({
  operationId: 'postEventBatch',
  summary: 'Send up to 500 events',
  description: `Each event has an answer of its own, in their order: \`accepted\` is durable; \`refused\` was not written; of \`unknown\` nobody
knows, as of a single event that is answered 5xx: send it again with the same \`dedup_id\`. When no event was acknowledged, the
answer is a problem with the same \`items\`. Every item counts against the rate limit, also one that is refused.

The events may also come one a line (\`application/x-ndjson\`) or as CloudEvents (\`application/cloudevents-batch+json\`).`,
  tag: 'events',
  access: 'key',
  takesBody: true,
  answers: {
    202: json(
      'Those that are accepted are durable.',
      Members({
        accepted: Type.Integer({ minimum: 1 }),
        refused: Type.Integer({ minimum: 0 }),
        unknown: Type.Integer({ minimum: 0 }),
        items: Type.Array(Type.Union([Accepted, Refused, Unknown]), {
          description: 'one for each event, in their order',
        }),
      }),
      {
        example: {
          accepted: 1,
          refused: 1,
          unknown: 0,
          items: [
            { id: EXAMPLE_ID, status: 'accepted' },
            { status: 'refused', code: 'HPL_REQUEST_INVALID', detail: 'is required', pointer: '/type' },
          ],
        },
        headers: RATE_LIMIT,
      },
    ),
  },
  errors: [
    new InvalidHeaderError('Idempotency-Key', 'names one event; give each event of a batch a dedup_id'),
    ...INGEST_ERRORS,
  ],
});

const Attempt = Members({
  number: Type.Integer({ minimum: 1 }),
  started_at: Time('when the request was sent'),
  duration_ms: Type.Integer({ minimum: 0 }),
  outcome: Type.String({ description: 'such as succeeded, refused, timeout' }),
  status_code: OrNull(Type.Integer({ description: 'what the endpoint answered' })),
  error: OrNull(Type.String()),
  trace_id: OrNull(Type.String({ pattern: '^[0-9a-f]{32}$' })),
});

const Delivery = Members({
  id: Id('the id of the delivery'),
  endpoint_id: Id('where it goes'),
  state: Type.Enum(['pending', 'sending', 'succeeded', 'dead', 'cancelled']),
  reason: OrNull(Type.String({ description: 'why it ended as it did' })),
  created_at: Time('when the event was stored'),
  next_attempt_at: OrNull(Time('while it waits: not before then')),
  ended_at: OrNull(Time('when it reached a final state')),
  attempts: Type.Array(Attempt, { description: 'oldest first' }),
});

const StoredEvent = Members({
  id: Id('the id of the event'),
  type: Type.String({ examples: ['order.created'] }),
  dedup_id: OrNull(Type.String()),
  ordering_key: OrNull(Type.String()),
  accepted_at: Time('when it was answered 202'),
  stored_at: Time('when it reached Postgres'),
  conflicts: Type.Integer({
    minimum: 0,
    description: 'how many more came under its dedup_id with another type or payload; they were not stored',
  }),
  last_conflict_at: OrNull(Time('when the last of these was accepted')),
  partition: OrNull(
    Type.Integer({
      minimum: 0,
      description:
        'of the events topic; null of an operational event, which is in no topic, and with the token of a portal session',
    }),
  ),
  offset: OrNull(Type.Integer({ minimum: 0, description: 'its place within the partition; null likewise' })),
  trace_id: OrNull(
    Type.String({
      pattern: '^[0-9a-f]{32}$',
      description: 'of the request that brought it; a retry after a long delay has a trace of its own',
    }),
  ),
  // Sent as it was received, without a parser in between.
  payload: Type.Object({}, { description: 'byte for byte as it was sent' }),
  deliveries: Type.Array(Delivery, { description: 'one for each endpoint that matched' }),
});

export const getEventOperation = describe({
  operationId: 'getEvent',
  summary: 'Read an event and what became of it',
  tag: 'events',
  access: 'reader',
  asksDatabase: true,
  answers: { 200: json('The event, its deliveries and their attempts.', StoredEvent) },
  errors: [...ID_ERRORS, new EventNotStoredError(), new EventExpiredError()],
});
