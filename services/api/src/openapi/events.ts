import Type from 'typebox';
import {
  EventNotStoredError,
  IngestBufferFullError,
  IngestUnavailableError,
  RequestInvalidError,
} from '../errors.ts';
import { json } from './answers.ts';
import { describe } from './operation.ts';
import { Id, Members, OrNull, Time } from './shapes.ts';

const EXAMPLE_ID = '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77';

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

export const postEventOperation = describe({
  operationId: 'postEvent',
  summary: 'Send an event',
  description: `Answers 202 once every in-sync replica of Kafka has the event. The same \`dedup_id\` again is the same event and gets the
same id. The payload goes to your webhooks byte for byte.`,
  tag: 'events',
  access: 'key',
  takesBody: true,
  requestHeaders: IdempotencyHeaders,
  answers: {
    202: json(
      'The event is durable.',
      Members({ id: Id('the id of the event'), status: Type.Literal('accepted') }),
      { example: { id: EXAMPLE_ID, status: 'accepted' } },
    ),
  },
  errors: [new IngestBufferFullError(undefined), new IngestUnavailableError(undefined)],
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
  // Sent as it was received, without a parser in between.
  payload: Type.Object({}, { description: 'byte for byte as it was sent' }),
  deliveries: Type.Array(Delivery, { description: 'one for each endpoint that matched' }),
});

export const getEventOperation = describe({
  operationId: 'getEvent',
  summary: 'Read an event and what became of it',
  tag: 'events',
  access: 'key',
  asksDatabase: true,
  answers: { 200: json('The event, its deliveries and their attempts.', StoredEvent) },
  errors: [new RequestInvalidError('/id', 'must match the pattern of a UUID'), new EventNotStoredError()],
});
