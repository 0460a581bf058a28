import { MAX_RETRIES } from '@hopline/wire/retry-schedule';
import { SIGNATURE_VERSIONS, type SignatureVersion } from '@hopline/wire/signing-secret';
import Type from 'typebox';
import { CustomHeaders } from './custom-headers.ts';
import { orderMembers } from './order-request.ts';
import { Filters } from './payload-filters.ts';

/** Posts a minute. Beyond it a limit is none. */
const MAX_RATE_LIMIT = 600_000;

/** An exact type, a type's first words with `.*`, or all. */
export const EventTypeFilter = Type.String({
  pattern: '^(\\*|[A-Za-z0-9_.-]{1,126}\\.\\*|[A-Za-z0-9_.-]{1,128})$',
  examples: ['order.*', 'order.created', '*'],
});

const members = {
  url: Type.String({ description: 'where events are posted', examples: ['https://example.com/hooks'] }),
  event_types: Type.Array(EventTypeFilter, { minItems: 1, maxItems: 100, uniqueItems: true }),
  description: Type.String({ maxLength: 500 }),
  paused: Type.Boolean(),
  retry_schedule: Type.Union(
    [Type.Array(Type.String({ maxLength: 20 }), { maxItems: MAX_RETRIES }), Type.Null()],
    {
      description: 'the delays before the retries, each one of the ladder; null for the ladder itself',
      examples: [['5s', '1m', '1h', '1h']],
    },
  ),
  rate_limit: Type.Union([Type.Integer({ minimum: 1, maximum: MAX_RATE_LIMIT }), Type.Null()], {
    description: 'posts a minute at most; null for no limit',
  }),
  headers: CustomHeaders,
  filters: Filters,
  send_traceparent: Type.Boolean(),
  on_dead_head: orderMembers.on_dead_head,
};

const secretMembers = {
  signature_version: Type.Optional(Type.Unsafe<SignatureVersion>(Type.Enum([...SIGNATURE_VERSIONS]))),
  secret: Type.Optional(
    Type.String({
      maxLength: 128,
      description: 'a secret to take over, `whsec_…` or `whsk_…`; without it a new one is made',
      examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    }),
  ),
};

/** The body of POST /api/endpoints. */
export const CreateEndpointRequest = Type.Object(
  {
    url: members.url,
    event_types: Type.Optional(members.event_types),
    description: Type.Optional(members.description),
    paused: Type.Optional(members.paused),
    retry_schedule: Type.Optional(members.retry_schedule),
    rate_limit: Type.Optional(members.rate_limit),
    headers: Type.Optional(members.headers),
    filters: Type.Optional(members.filters),
    send_traceparent: Type.Optional(members.send_traceparent),
    // Only here: an endpoint is ordered from its first delivery on, or never.
    ordered: Type.Optional(orderMembers.ordered),
    order_unkeyed: Type.Optional(orderMembers.order_unkeyed),
    on_dead_head: Type.Optional(members.on_dead_head),
    ...secretMembers,
  },
  { additionalProperties: false },
);

/** The body of PATCH /api/endpoints/:id: what is not named stays. */
export const UpdateEndpointRequest = Type.Partial(
  Type.Object({ ...members, disabled: Type.Literal(false, { description: 'enables it again' }) }),
  { additionalProperties: false },
);

const DAY_SECONDS = 24 * 60 * 60;
/** How long a secret that is replaced goes on signing, unless a request says otherwise. */
export const DEFAULT_OVERLAP_SECONDS = DAY_SECONDS;
const MAX_OVERLAP_SECONDS = 7 * DAY_SECONDS;
/** How many secrets may sign a webhook: each makes the header longer. */
export const MAX_SECRETS = 4;

/** The body of POST /api/endpoints/:id/rotate-secret. */
export const RotateSecretRequest = Type.Object(
  {
    ...secretMembers,
    overlap_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_OVERLAP_SECONDS })),
  },
  { additionalProperties: false },
);
