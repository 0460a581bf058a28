import { MAX_RETRIES } from '@hopline/wire/retry-schedule';
import Type from 'typebox';

/** Posts a minute. Beyond it a limit is none. */
const MAX_RATE_LIMIT = 600_000;

// An exact type, a type's first words with `.*`, or all.
const EventTypeFilter = Type.String({
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
  },
  { additionalProperties: false },
);

/** The body of PATCH /api/endpoints/:id: what is not named stays. */
export const UpdateEndpointRequest = Type.Partial(
  Type.Object({ ...members, disabled: Type.Literal(false, { description: 'enables it again' }) }),
  { additionalProperties: false },
);
