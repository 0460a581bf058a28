import { SIGNATURE_VERSIONS } from '@hopline/wire/signing-secret';
import Type from 'typebox';
import { OnDeadHead } from '../endpoints/order-request.ts';
import { Filter } from '../endpoints/payload-filters.ts';
import { SecretsUnavailableError } from '../errors.ts';
import {
  EndpointLimitError,
  EndpointNotFoundError,
  EndpointNotOrderedError,
  EndpointOrderSpreadError,
  EndpointScheduleRefusedError,
  EndpointUrlRefusedError,
} from '../resource-errors.ts';
import { empty, json } from './answers.ts';
import { describe } from './operation.ts';
import { ID_ERRORS, Id, Members, OrNull, Time } from './shapes.ts';

export const ENDPOINT_EXAMPLE = {
  id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77',
  url: 'https://example.com/hooks',
  event_types: ['order.*'],
  filters: [{ pointer: '/total', op: 'gte', value: 100 }],
  description: 'the warehouse',
  paused: false,
  retry_schedule: null,
  rate_limit: null,
  state: 'active',
  disabled_at: null,
  disabled_reason: null,
  health: { breaker: 'closed', failing_since: null, not_before: null },
  header_names: ['authorization'],
  send_traceparent: false,
  ordered: false,
  order_unkeyed: null,
  on_dead_head: null,
  signature_version: 'v1',
  public_key: null,
  previous_secrets: [],
  created_at: '2026-03-01T12:00:00.000Z',
  updated_at: '2026-03-01T12:00:00.000Z',
};

const SignatureVersion = Type.Enum([...SIGNATURE_VERSIONS], {
  description: '`v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519',
});
const PublicKey = OrNull(
  Type.String({ description: 'what verifies `v1a`; null for `v1`', examples: ['whpk_…'] }),
);

export const Secret = OrNull(
  Type.String({
    description:
      'what webhooks are signed with; shown only now. Null for `v1a`: `public_key` is all that a receiver needs',
    examples: ['whsec_…'],
  }),
);

export const endpointMembers = {
  id: Id('the id of the endpoint'),
  url: Type.String({ description: 'where events are posted' }),
  event_types: Type.Array(Type.String(), {
    description: 'the types that it gets; `order.*` and `*` stand for many',
  }),
  filters: Type.Array(Filter, { description: 'conditions on the payload, which must all be met' }),
  description: Type.String(),
  paused: Type.Boolean({ description: 'while it is, its events wait' }),
  retry_schedule: OrNull(
    Type.Array(Type.String(), {
      description: 'the delays before the retries; null for those of the installation',
    }),
  ),
  rate_limit: OrNull(Type.Integer({ description: 'posts a minute at most; null for no limit' })),
  state: Type.Enum(['active', 'paused', 'disabled'], {
    description: 'while it is disabled it gets no events, and those that waited for it are cancelled',
  }),
  disabled_at: OrNull(Time('when it was disabled')),
  disabled_reason: OrNull(
    Type.Enum(['gone', 'failing'], {
      description: 'gone: it answered 410; failing: nothing but failures for days',
    }),
  ),
  health: Members(
    {
      breaker: Type.Enum(['closed', 'open', 'half_open'], {
        description:
          'open: it fails again and again and is left alone; half_open: it is being tried with one post',
      }),
      failing_since: OrNull(Time('the first failure since the last success')),
      not_before: OrNull(
        Time('nothing is posted to it before this: it asked for that, or its breaker is open'),
      ),
    },
    { description: 'how it is doing, as of a second ago' },
  ),
  header_names: Type.Array(Type.String(), {
    description: 'the headers of its own that it gets; their values are not shown',
  }),
  send_traceparent: Type.Boolean({ description: 'whether webhooks carry `traceparent`' }),
  ordered: Type.Boolean({
    description: 'whether its deliveries go out in the order of their events, ordering key by ordering key',
  }),
  order_unkeyed: OrNull(
    Type.Boolean({
      description:
        'whether events without an ordering key are in order among themselves; null when it is not ordered',
    }),
  ),
  on_dead_head: OrNull(OnDeadHead),
  signature_version: SignatureVersion,
  public_key: PublicKey,
  previous_secrets: Type.Array(
    Members({
      signature_version: SignatureVersion,
      public_key: PublicKey,
      ends_at: Time('when it no longer signs'),
    }),
    { description: 'what was replaced and still signs beside the secret, the newest first' },
  ),
  created_at: Time('when it was made'),
  updated_at: Time('when it was last changed'),
};
const Endpoint = Members(endpointMembers);
const NewEndpoint = Members({ ...endpointMembers, secret: Secret });

const of = (operationId: string, summary: string) =>
  ({ operationId, summary, tag: 'endpoints', access: 'key', asksDatabase: true }) as const;

export const createEndpointOperation = describe({
  ...of('createEndpoint', 'Register a webhook endpoint'),
  description:
    'Events that are stored from now on are posted to it, signed with its secret. Whether it is `ordered` is said here for good.',
  takesBody: true,
  answers: {
    201: json('The endpoint, with its secret.', NewEndpoint, {
      example: { ...ENDPOINT_EXAMPLE, secret: 'whsec_…' },
      headers: { Location: { type: 'string', description: 'the path of the endpoint' } },
    }),
  },
  errors: [
    new EndpointUrlRefusedError('must use https'),
    new EndpointScheduleRefusedError('be at most 3 days long in all'),
    new EndpointNotOrderedError('on_dead_head'),
    new EndpointLimitError(50),
    new EndpointOrderSpreadError(),
    new SecretsUnavailableError(),
  ],
});

export const listEndpointsOperation = describe({
  ...of('listEndpoints', 'List the endpoints'),
  access: 'reader',
  answers: { 200: json('All endpoints of the organization.', Members({ endpoints: Type.Array(Endpoint) })) },
});

export const getEndpointOperation = describe({
  ...of('getEndpoint', 'Read an endpoint'),
  access: 'reader',
  answers: { 200: json('The endpoint, without its secret.', Endpoint, { example: ENDPOINT_EXAMPLE }) },
  errors: [...ID_ERRORS, new EndpointNotFoundError()],
});

export const updateEndpointOperation = describe({
  ...of('updateEndpoint', 'Change an endpoint'),
  description:
    'What is not named stays. When it is no longer paused, what waited is posted. `disabled: false` enables it again: it gets the events that are stored from then on. Another URL, or to resume or enable it, ends its waiting and closes its breaker.',
  takesBody: true,
  answers: { 200: json('The endpoint as it is now.', Endpoint, { example: ENDPOINT_EXAMPLE }) },
  errors: [
    ...ID_ERRORS,
    new EndpointUrlRefusedError('must use https'),
    new EndpointScheduleRefusedError('be at most 3 days long in all'),
    new EndpointNotOrderedError('on_dead_head'),
    new EndpointNotFoundError(),
    new SecretsUnavailableError(),
  ],
});

export const deleteEndpointOperation = describe({
  ...of('deleteEndpoint', 'Delete an endpoint'),
  description: 'What waits for it is cancelled.',
  takesBody: true,
  answers: { 204: empty('It is gone.') },
  errors: [...ID_ERRORS, new EndpointNotFoundError()],
});
