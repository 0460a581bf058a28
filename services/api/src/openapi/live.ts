import { DEFAULT_LADDER, parseLadder } from '@hopline/wire/ladder';
import { groupNames, topicNames } from '@hopline/wire/topics';
import Type from 'typebox';
import { StreamsBusyError } from '../console-errors.ts';
import { RequestInvalidError } from '../errors.ts';
import { CURSOR_PATTERN, printCursor } from '../inbox/cursor.ts';
import { printMessage, printRetry } from '../live/sse.ts';
import { body, json } from './answers.ts';
import { describe } from './operation.ts';
import { Id, Members, OrNull, Time } from './shapes.ts';

export const LAST_EVENT_ID = 'last-event-id';

const EXAMPLE_ID = '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77';
const EXAMPLE_PREFIX = 'hopline';

const Rate = (description: string) => Type.Number({ minimum: 0, description });

const Troubled = Members({
  id: Id('the id of the endpoint'),
  url: Type.String(),
  description: Type.String(),
  trouble: Type.Enum(['failing', 'breaker_open', 'disabled'], { description: 'the worst of what is wrong' }),
  failing_since: OrNull(Time('the first failure since the last success')),
  not_before: OrNull(Time('nothing is posted to it before this')),
  disabled_at: OrNull(Time('when it was disabled')),
  disabled_reason: OrNull(Type.Enum(['gone', 'failing'])),
});

const Stats = Members({
  at: Time('when the figures were read'),
  seconds: OrNull(
    Type.Number({ description: 'over how many seconds they are taken; null: nothing is known yet' }),
  ),
  per_second: OrNull(
    Members({
      accepted: Rate('events that were answered 202'),
      stored: Rate('events that reached Postgres'),
      delivered: Rate('deliveries that were answered 2xx'),
      failed: Rate('attempts that failed, whether another follows or not'),
    }),
  ),
  delivery_ms: OrNull(
    Members(
      { p50: Rate('half of them were quicker'), p95: Rate('19 of 20 were quicker') },
      { description: 'from acceptance to the 2xx of the receiver; null: nothing was delivered' },
    ),
  ),
  endpoints_in_trouble: Type.Array(Troubled, { description: 'the oldest first' }),
});

const STATS_EXAMPLE = {
  at: '2026-03-01T12:00:10.000Z',
  seconds: 10,
  per_second: { accepted: 42.5, stored: 42.5, delivered: 84.8, failed: 0.2 },
  delivery_ms: { p50: 31.4, p95: 88.2 },
  endpoints_in_trouble: [
    {
      id: EXAMPLE_ID,
      url: 'https://example.com/hooks',
      description: 'the warehouse',
      trouble: 'breaker_open',
      failing_since: '2026-03-01T11:58:00.000Z',
      not_before: '2026-03-01T12:00:30.000Z',
      disabled_at: null,
      disabled_reason: null,
    },
  ],
};

/** A stream's answer: its first messages stand for it. */
const stream = (description: string, ...messages: Parameters<typeof printMessage>[0][]) =>
  body(
    description,
    'text/event-stream',
    Type.String({ description: 'server-sent events (HTML Living Standard, section 9.2)' }),
    { example: printRetry(2000) + messages.map(printMessage).join('') },
  );

const HOW_LONG = `A stream lasts until the caller goes, or until the key or session it was opened with ends or is revoked, which is looked at every
few seconds. A process that stops ends it at once: \`retry\` says when to come back. A comment is sent when nothing else is. An
organization has at most 20 streams in a process.`;

export const getStatsOperation = describe({
  operationId: 'getStats',
  summary: 'Read what is going on',
  description: `The figures of the last ten seconds or so, of all processes together. They are gathered only while somebody looks: the first answer
has null for what is not known yet, and each further one within half a minute, of the same process, knows more.
\`GET /api/stats/stream\` sends them as they change.`,
  tag: 'events',
  access: 'reader',
  asksDatabase: true,
  answers: { 200: json('The figures.', Stats, { example: STATS_EXAMPLE }) },
  errors: [new StreamsBusyError()],
});

export const streamStatsOperation = describe({
  operationId: 'streamStats',
  access: 'reader',
  summary: 'Follow what is going on',
  description: `Server-sent events named \`stats\`, one every two seconds, each with what \`GET /api/stats\` answers.\n\n${HOW_LONG}`,
  tag: 'events',
  answers: { 200: stream('The stream.', { event: 'stats', id: '1772366410000', data: STATS_EXAMPLE }) },
  errors: [new StreamsBusyError()],
});

export const streamEventsOperation = describe({
  operationId: 'streamEvents',
  access: 'reader',
  summary: 'Follow the events as they come in',
  description: `Server-sent events named \`event\`, one for each event soon after it was stored, without its payload. Once a second the newest 50 are
sent; a message named \`more\` counts those that were left out, with \`at_least\` when there may have been still others. It is for
looking on: an event that is stored more than 15 s after it was accepted is not in it. \`GET /api/inbox\` has all.

With \`Last-Event-ID\`, which browsers send by themselves, a stream goes on where the one before ended, up to 15 s back. It begins two
seconds before that: an event may come, or be counted, twice.\n\n${HOW_LONG}`,
  tag: 'events',
  requestHeaders: Type.Object({
    [LAST_EVENT_ID]: Type.Optional(
      Type.String({
        pattern: CURSOR_PATTERN,
        description: 'the `id` of the last message; anything else is ignored',
      }),
    ),
  }),
  answers: {
    200: stream(
      'The stream.',
      {
        event: 'event',
        id: printCursor({ micros: Date.parse('2026-03-01T12:00:00Z') * 1000, id: EXAMPLE_ID }),
        data: {
          id: EXAMPLE_ID,
          type: 'order.created',
          accepted_at: '2026-03-01T12:00:00.000Z',
          stored_at: '2026-03-01T12:00:00.021Z',
          dedup_id: 'order-4711',
          ordering_key: null,
          bytes: 187,
        },
      },
      { event: 'more', data: { count: 423, at_least: false } },
    ),
  },
  errors: [new RequestInvalidError('/type', 'must match its pattern'), new StreamsBusyError()],
});

export const streamLagOperation = describe({
  operationId: 'streamLag',
  summary: 'Follow how far the hops are behind',
  description: `Server-sent events named \`lag\`, one every five seconds: for each consumer group its topics, the rungs of the retries among them, with
\`lag\` in records, \`late_ms\`, how long the oldest record has been due, and \`next_due_at\`, when a rung has something next. \`groups\` is
null when Kafka did not say.\n\n${HOW_LONG}`,
  tag: 'operation',
  access: 'admin',
  answers: {
    200: stream('The stream.', {
      event: 'lag',
      id: '1772366410000',
      data: {
        at: '2026-03-01T12:00:10.000Z',
        groups: [
          {
            group: groupNames(EXAMPLE_PREFIX).persist,
            state: 'Stable',
            members: 2,
            topics: [
              {
                topic: topicNames(EXAMPLE_PREFIX, parseLadder(DEFAULT_LADDER)).events,
                delay_ms: 0,
                exists: true,
                partitions: 12,
                lag: 3,
                offline_partitions: 0,
                late_ms: 12,
                next_due_at: null,
              },
            ],
          },
        ],
      },
    }),
  },
  errors: [new StreamsBusyError()],
});
