import Type from 'typebox';

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
};

/** The body of POST /api/endpoints. */
export const CreateEndpointRequest = Type.Object(
  {
    url: members.url,
    event_types: Type.Optional(members.event_types),
    description: Type.Optional(members.description),
    paused: Type.Optional(members.paused),
  },
  { additionalProperties: false },
);

/** The body of PATCH /api/endpoints/:id: what is not named stays. */
export const UpdateEndpointRequest = Type.Partial(Type.Object(members), { additionalProperties: false });
