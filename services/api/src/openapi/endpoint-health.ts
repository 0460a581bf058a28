import { MEASURE_BUDGET } from '@hopline/postgres/endpoints/measure-endpoint';
import { MOST_WAITING } from '@hopline/postgres/endpoints/read-endpoint-work';
import Type from 'typebox';
import { EndpointNotFoundError } from '../resource-errors.ts';
import { json } from './answers.ts';
import { endpointMembers } from './endpoints.ts';
import { describe } from './operation.ts';
import { ID_ERRORS, Members, OrNull, Time } from './shapes.ts';

const Count = (description: string) => Type.Integer({ minimum: 0, description });

const Measured = (what: string) =>
  Members(
    {
      since: Time('it speaks of events that were accepted since'),
      complete: Type.Boolean({
        description:
          'false: there was more than could be looked at, and it speaks of a shorter time, the newest part',
      }),
      attempts: Count('how often it was tried, first attempts, retries and replays alike'),
      succeeded: Count('how many of them were answered 2xx'),
      success_rate: OrNull(Type.Number({ minimum: 0, maximum: 1, description: 'null without attempts' })),
      answer_ms: OrNull(
        Members(
          {
            p50: Type.Integer({ minimum: 0, description: 'half of the answers came within' }),
            p95: Type.Integer({ minimum: 0, description: '19 of 20 answers came within' }),
          },
          { description: 'how long answers took, whatever they said, in milliseconds; null without answers' },
        ),
      ),
    },
    { description: what },
  );

const EXAMPLE_TIME = {
  ...{ since: '2026-03-01T11:00:00.000Z', complete: true, attempts: 1000, succeeded: 998 },
  ...{ success_rate: 0.998, answer_ms: { p50: 31, p95: 88 } },
};

export const getEndpointHealthOperation = describe({
  operationId: 'getEndpointHealth',
  summary: 'How an endpoint is doing',
  description: `What it is at, and how it has answered lately: its attempts at the events that were accepted in the last hour and in the last 24 hours. They are
looked for among the organization's events, the newest first, for ${MEASURE_BUDGET.ms} ms; \`since\` says how far that went.`,
  tag: 'endpoints',
  access: 'reader',
  asksDatabase: true,
  answers: {
    200: json(
      'How it is doing.',
      Members({
        endpoint_id: endpointMembers.id,
        at: Time('of this answer, by the clock of the database'),
        state: endpointMembers.state,
        ...endpointMembers.health.properties,
        under_way: Count('deliveries that are being posted to it'),
        waiting: Count(`deliveries that wait for their first or next attempt, counted up to ${MOST_WAITING}`),
        waiting_at_least: Type.Boolean({ description: 'true: there may be more that wait' }),
        last_hour: Measured('of the last hour'),
        last_24_hours: Measured('of the last 24 hours, the last hour among them'),
      }),
      {
        example: {
          ...{ endpoint_id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77', at: '2026-03-01T12:00:00.000Z' },
          ...{ state: 'active', breaker: 'closed', failing_since: null, not_before: null },
          ...{ under_way: 3, waiting: 12, waiting_at_least: false, last_hour: EXAMPLE_TIME },
          last_24_hours: { ...EXAMPLE_TIME, since: '2026-02-28T12:00:00.000Z' },
        },
      },
    ),
  },
  errors: [...ID_ERRORS, new EndpointNotFoundError()],
});
