import Type from 'typebox';
import { RequestInvalidError } from '../errors.ts';
import { json } from './answers.ts';
import { describe } from './operation.ts';
import { Id, Members, OrNull, Time } from './shapes.ts';

const Count = (description: string) => Type.Integer({ minimum: 0, description });

const members = {
  id: Id('the id of the event'),
  type: Type.String({ examples: ['order.created'] }),
  accepted_at: Time('when it was accepted; webhooks have it as `timestamp`'),
  stored_at: Time('when it reached Postgres'),
  dedup_id: OrNull(Type.String()),
  ordering_key: OrNull(Type.String()),
  deliveries: Members(
    {
      pending: Count('wait for their first or next attempt'),
      sending: Count('are being posted'),
      succeeded: Count('were answered 2xx'),
      dead: Count('were given up'),
      cancelled: Count('ended without an answer, as when the endpoint was deleted'),
    },
    { description: 'how many are in each state; all 0: no endpoint wanted the event when it was stored' },
  ),
  payload: Type.Optional(
    Type.Object({}, { description: 'with `include=payload`: byte for byte as it was sent' }),
  ),
};
const InboxEvent = Type.Object(members, { additionalProperties: false });

const EXAMPLE = {
  id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77',
  type: 'order.created',
  accepted_at: '2026-03-01T12:00:00.000Z',
  stored_at: '2026-03-01T12:00:00.021Z',
  dedup_id: 'order-4711',
  ordering_key: null,
  deliveries: { pending: 0, sending: 0, succeeded: 2, dead: 1, cancelled: 0 },
};

export const listInboxOperation = describe({
  operationId: 'listInbox',
  summary: 'List the events',
  description: `Newest first, by the time of acceptance and then by id, neither of which ever changes. Follow \`next_cursor\` until it is null:
every event that was stored before the first page is met exactly once, however many come in meanwhile. A cursor is a place in
this order and good with any filter. Filters go together: an event fits all that are given.

\`delivered=never\` finds events of which no delivery has succeeded; one that no endpoint wanted has 0 in every state of
\`deliveries\`.

A search is given 120 ms and 200,000 events. When a filter has matched too few by then, the page has fewer events than \`limit\`,
perhaps none, and says \`"complete": false\`: go on with \`next_cursor\`. So does a page whose payloads come to 4 MiB. Events are
listed as soon as they are stored, with \`DATABASE_READ_URL\` as soon as the replica has them.`,
  tag: 'events',
  access: 'reader',
  asksDatabase: true,
  answers: {
    200: json(
      'A page of events.',
      Members({
        events: Type.Array(InboxEvent),
        next_cursor: OrNull(Type.String({ description: 'for the next page; null on the last' })),
        complete: Type.Boolean({
          description: 'false: the page ended before it was full; more may match behind `next_cursor`',
        }),
      }),
      { example: { events: [EXAMPLE], next_cursor: null, complete: true } },
    ),
  },
  errors: [new RequestInvalidError('/limit', 'must match its pattern')],
});
