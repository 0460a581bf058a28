import { DELIVERY_STATES } from '@hopline/postgres/deliveries/delivery-state';
import Type from 'typebox';
import { RequestInvalidError } from '../errors.ts';
import {
  DeliveryEndpointDisabledError,
  DeliveryEndpointGoneError,
  DeliveryNotFoundError,
  DeliverySendingError,
  DeliverySucceededError,
} from '../resource-errors.ts';
import { json } from './answers.ts';
import { describe } from './operation.ts';
import { ID_ERRORS, Id, Members, OrNull, Time } from './shapes.ts';

const Count = (description: string) => Type.Integer({ minimum: 0, description });

const Attempt = Members({
  number: Type.Integer({ minimum: 1, description: 'from 1, through retries and replays' }),
  started_at: Time('when it began'),
  duration_ms: Count('how long it took until the answer was read'),
  outcome: Type.String({
    description: '`succeeded`, or the class of the error, one word',
    examples: ['succeeded', 'status', 'timeout', 'dns'],
  }),
  status_code: OrNull(Type.Integer({ description: 'of the answer; null when there was none' })),
  error: OrNull(Type.String({ description: 'what went wrong, for people' })),
  response: OrNull(Type.String({ description: "the beginning of the answer's body, at most 1 KB of it" })),
  trace_id: OrNull(Type.String({ description: 'finds the attempt in the traces' })),
  next_attempt_at: OrNull(Time('when the next one was due; null when this one ended the delivery')),
});

const Delivery = Members({
  id: Id('the id of the delivery'),
  event_id: Id('the id of the event, which is also the webhook-id of every attempt'),
  endpoint_id: Id('the id of the endpoint'),
  type: Type.String({ description: 'of the event', examples: ['order.created'] }),
  accepted_at: Time('when the event was accepted'),
  state: Type.Enum([...DELIVERY_STATES]),
  reason: OrNull(Type.String({ description: 'why it ended', examples: ['exhausted'] })),
  created_at: Time('when it was made: with its event, or by a replay'),
  next_attempt_at: OrNull(Time('while it is pending: not before then')),
  ended_at: OrNull(Time('when it succeeded, died or was cancelled')),
  ladder_step: Count('how many retries it has had since it was last begun'),
  attempt_count: Count('how often it was attempted'),
  replay_id: OrNull(Id('the newest replay that made it pending again, or made it')),
  replayed_at: OrNull(Time('when a replay or a retry by hand last made it pending')),
  succeeded_at: OrNull(Time('when it first succeeded, whatever came of replays since')),
  attempts: Type.Array(Attempt, { description: 'the newest ones, the oldest of them first' }),
});

const EXAMPLE = {
  id: '3b241101-e2bb-5255-8caf-4136c566a962',
  event_id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77',
  endpoint_id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b78',
  type: 'order.created',
  accepted_at: '2026-03-01T12:00:00.000Z',
  state: 'dead',
  reason: 'exhausted',
  created_at: '2026-03-01T12:00:00.021Z',
  next_attempt_at: null,
  ended_at: '2026-03-01T12:00:00.052Z',
  ladder_step: 0,
  attempt_count: 1,
  replay_id: null,
  replayed_at: null,
  succeeded_at: null,
  attempts: [
    {
      number: 1,
      started_at: '2026-03-01T12:00:00.030Z',
      duration_ms: 12,
      outcome: 'status',
      status_code: 503,
      error: null,
      response: 'try later',
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      next_attempt_at: null,
    },
  ],
};

const of = (operationId: string, summary: string) =>
  ({ operationId, summary, tag: 'deliveries', access: 'key', asksDatabase: true }) as const;

export const listDeliveriesOperation = describe({
  ...of('listDeliveries', 'List the deliveries'),
  access: 'reader',
  description: `In the order of their events in the inbox, newest first. Follow \`next_cursor\` until it is null: every delivery that was there before the
first page is met exactly once. A cursor is a place in this order and good with any filter. Filters go together.

Each comes with its ten newest attempts. A search is given 120 ms and 200,000 events; when a filter has matched too few by then, the page
says \`"complete": false\`: go on with \`next_cursor\`. With \`DATABASE_READ_URL\` it is read from the replica.`,
  answers: {
    200: json(
      'A page of deliveries.',
      Members({
        deliveries: Type.Array(Delivery),
        next_cursor: OrNull(Type.String({ description: 'for the next page; null on the last' })),
        complete: Type.Boolean({
          description: 'false: the page ended before it was full; more may match behind `next_cursor`',
        }),
      }),
      { example: { deliveries: [EXAMPLE], next_cursor: null, complete: true } },
    ),
  },
  errors: [new RequestInvalidError('/limit', 'must match its pattern')],
});

export const getDeliveryOperation = describe({
  ...of('getDelivery', 'Read a delivery'),
  access: 'reader',
  answers: { 200: json('The delivery with its hundred newest attempts.', Delivery, { example: EXAMPLE }) },
  errors: [...ID_ERRORS, new DeliveryNotFoundError()],
});

export const retryDeliveryOperation = describe({
  ...of('retryDelivery', 'Attempt a delivery once more'),
  description: `Whatever state it is in, but while it is being posted: it becomes pending and due, and begins its ladder anew, with the same
\`webhook-id\` and the same body. That of a paused endpoint, or of one that is left alone for a while, waits.`,
  takesBody: true,
  answers: {
    202: json(
      'It is on its way.',
      Members({ id: Id('the id of the delivery'), status: Type.Enum(['pending']) }),
      {
        example: { id: EXAMPLE.id, status: 'pending' },
      },
    ),
  },
  errors: [
    ...ID_ERRORS,
    new DeliveryNotFoundError(),
    new DeliverySendingError(),
    new DeliveryEndpointGoneError(),
    new DeliveryEndpointDisabledError(),
  ],
});

export const cancelDeliveryOperation = describe({
  ...of('cancelDelivery', 'Cancel a delivery'),
  description: `One that waits, or is dead: it is never attempted again unless it is retried or replayed. With an ordered endpoint its key goes on
without it. One that is cancelled already stays so.`,
  takesBody: true,
  answers: {
    200: json(
      'It is cancelled.',
      Members({ id: Id('the id of the delivery'), status: Type.Enum(['cancelled']) }),
      { example: { id: EXAMPLE.id, status: 'cancelled' } },
    ),
  },
  errors: [
    ...ID_ERRORS,
    new DeliveryNotFoundError(),
    new DeliverySendingError(),
    new DeliverySucceededError(),
  ],
});
