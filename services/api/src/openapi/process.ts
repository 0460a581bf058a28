// What those ask who run the service.
import Type from 'typebox';
import { body, json } from './answers.ts';
import { describe } from './operation.ts';
import { Members, Time } from './shapes.ts';

const of = (operationId: string, summary: string) =>
  ({ operationId, summary, tag: 'operation', access: 'anybody' }) as const;

export const healthzOperation = describe({
  ...of('healthz', 'Does the process run?'),
  answers: { 200: json('It does.', Members({ status: Type.Literal('ok') })) },
});

const Readiness = Members({
  status: Type.Enum(['ok', 'unavailable']),
  checks: Type.Record(Type.String(), Type.String(), {
    description:
      '`ok`, or what is wrong, for each dependency; `lifecycle` is `ok`, or says that the process starts or stops',
  }),
  away: Type.Record(
    Type.String(),
    Members({
      since: Time('when it was first seen to be away'),
      seconds: Type.Integer({ minimum: 0, description: 'for how long that has been' }),
    }),
    { description: 'the dependencies that are away. It takes events also while Postgres is' },
  ),
});

export const readyzOperation = describe({
  ...of('readyz', 'Can it take events?'),
  answers: {
    200: json('It can.', Readiness, {
      example: {
        status: 'ok',
        checks: { lifecycle: 'ok', kafka: 'ok', postgres: 'ok', clock: 'ok' },
        away: {},
      },
    }),
    503: json('It cannot now, and says why.', Readiness, {
      example: {
        status: 'unavailable',
        checks: { lifecycle: 'ok', kafka: 'no broker answers', postgres: 'ok', clock: 'ok' },
        away: { kafka: { since: '2026-03-01T12:00:00.000Z', seconds: 42 } },
      },
    }),
  },
});

export const metricsOperation = describe({
  ...of('metrics', 'What the process does, for Prometheus'),
  answers: {
    200: body('All metrics; docs/metrics.md lists them.', 'application/openmetrics-text', Type.String()),
  },
});

export const openapiOperation = describe({
  ...of('openapi', 'This document'),
  answers: { 200: json('The API in OpenAPI 3.1.', Type.Object({ openapi: Type.String() })) },
});
