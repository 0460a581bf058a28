import Type from 'typebox';
import {
  IngestBufferFullError,
  IngestUnavailableError,
  RateLimitedError,
  RequestInvalidError,
  SecretsUnavailableError,
} from '../errors.ts';
import { EndpointNotFoundError, EndpointSecretLimitError } from '../resource-errors.ts';
import { json, RATE_LIMIT } from './answers.ts';
import { ENDPOINT_EXAMPLE, endpointMembers, Secret } from './endpoints.ts';
import { describe } from './operation.ts';
import { ID_ERRORS, Id, Members } from './shapes.ts';

const of = (operationId: string, summary: string) =>
  ({ operationId, summary, tag: 'endpoints', access: 'key', asksDatabase: true }) as const;

export const rotateSecretOperation = describe({
  ...of('rotateSecret', 'Replace the secret of an endpoint'),
  description:
    'The new secret signs at once. Those of before sign beside it, in one `webhook-signature`, for another `overlap_seconds`: 24 hours without it, at most 7 days, and 0 ends them all. With another `signature_version` the endpoint changes to that.',
  takesBody: true,
  answers: {
    200: json('The endpoint, with its new secret.', Members({ ...endpointMembers, secret: Secret }), {
      example: { ...ENDPOINT_EXAMPLE, secret: 'whsec_…' },
    }),
  },
  errors: [
    ...ID_ERRORS,
    new RequestInvalidError('/secret', 'must begin with whsec_ or whsk_'),
    new EndpointNotFoundError(),
    new EndpointSecretLimitError(4),
    new SecretsUnavailableError(),
  ],
});

export const testEndpointOperation = describe({
  ...of('testEndpoint', 'Send a test event to an endpoint'),
  description:
    'An event of type `endpoint.test` for this endpoint alone, whatever types and filters it has. It is stored, delivered, retried and listed like any other, and counts against the rate limit.',
  takesBody: true,
  answers: {
    202: json(
      'Every in-sync replica of Kafka has the event.',
      Members({ id: Id('the id of the event'), status: Type.Enum(['accepted']) }),
      {
        headers: {
          ...RATE_LIMIT,
          Location: { type: 'string', description: 'where to see what becomes of it' },
        },
      },
    ),
  },
  errors: [
    ...ID_ERRORS,
    new EndpointNotFoundError(),
    new RateLimitedError(12),
    new IngestBufferFullError(),
    new IngestUnavailableError(undefined),
  ],
});
