// What those ask who run the service.
import Type from 'typebox';
import { body, json } from './answers.ts';
import { describe } from './operation.ts';
import { Members } from './shapes.ts';

const of = (operationId: string, summary: string) =>
  ({ operationId, summary, tag: 'operation', access: 'anybody' }) as const;

export const healthzOperation = describe({
  ...of('healthz', 'Does the process run?'),
  answers: { 200: json('It does.', Members({ status: Type.Literal('ok') })) },
});

const Readiness = Members({
  status: Type.Enum(['ok', 'unavailable']),
  checks: Type.Record(Type.String(), Type.String(), { description: '`ok`, or what is wrong' }),
});

export const readyzOperation = describe({
  ...of('readyz', 'Can it take events?'),
  answers: {
    200: json('It can.', Readiness, {
      example: { status: 'ok', checks: { lifecycle: 'ok', kafka: 'ok', postgres: 'ok' } },
    }),
    503: json('It cannot now, and says why.', Readiness),
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
