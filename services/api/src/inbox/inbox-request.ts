// What may be asked of the inbox. Query parameters are text; nothing is coerced.

import { DELIVERY_STATES, type DeliveryState } from '@hopline/postgres/deliveries/delivery-state';
import { type InboxPosition, type InboxQuery, LOWEST_ID } from '@hopline/postgres/inbox/inbox-query';
import Type, { type Static } from 'typebox';
import { organizationMember } from '../auth/on-behalf.ts';
import { RequestInvalidError } from '../errors.ts';
import { CURSOR_PATTERN, readCursor } from './cursor.ts';

const DEFAULT_PAGE = 50;
export const MAX_TYPES = 20;

/** One or several of a kind, with commas between them. */
export const listOf = (one: string, most: number) => `^(${one})(,(${one})){0,${most - 1}}$`;

// As an endpoint subscribes: an exact type, a type's first words with `.*`, or all.
export const Types = Type.String({
  pattern: listOf('\\*|[A-Za-z0-9_.-]{1,126}\\.\\*|[A-Za-z0-9_.-]{1,128}', MAX_TYPES),
  examples: ['order.*', 'order.created,order.paid'],
});

export const Moment = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-03-01T12:00:00Z'] });

export const InboxRequestQuery = Type.Object(
  {
    ...organizationMember,
    limit: Type.Optional(
      Type.String({ pattern: '^([1-9][0-9]?|100)$', description: '1 to 100; 50 without it' }),
    ),
    cursor: Type.Optional(
      Type.String({ pattern: CURSOR_PATTERN, description: 'next_cursor of the page before' }),
    ),
    type: Type.Optional(
      Type.Union([Types, Type.Array(Types, { minItems: 1, maxItems: MAX_TYPES })], {
        description: `types; \`order.*\` stands for all that begin with \`order.\`. At most ${MAX_TYPES}, with commas or repeated`,
      }),
    ),
    from: Type.Optional(Moment('events that were accepted at this time or later')),
    to: Type.Optional(Moment('events that were accepted before this time')),
    status: Type.Optional(
      Type.String({
        pattern: listOf(DELIVERY_STATES.join('|'), DELIVERY_STATES.length),
        description: 'events with a delivery in this state, or in one of these, with commas',
        examples: ['dead', 'pending,sending'],
      }),
    ),
    delivered: Type.Optional(
      Type.Enum(['never'], { description: 'events of which no delivery has succeeded, or that have none' }),
    ),
    include: Type.Optional(Type.Enum(['payload'], { description: 'the payloads too' })),
  },
  { additionalProperties: false },
);

export type InboxRequestQuery = Static<typeof InboxRequestQuery>;

// Cursors hold no later time, and no event is accepted after it: it is in the year 2255.
export const LAST_MICROS = Number.MAX_SAFE_INTEGER;

/**
 * What the search is to find.
 * @throws {RequestInvalidError} for what no pattern can say
 */
export function readInboxQuery(organizationId: string, query: InboxRequestQuery): InboxQuery {
  const { limit, cursor, type, from, to, status, delivered } = query;
  const end: InboxPosition = {
    micros: to === undefined ? LAST_MICROS : readMoment('/to', to),
    id: LOWEST_ID,
  };
  const place = cursor === undefined ? end : readCursor(cursor);
  return {
    organizationId,
    filter: {
      types: type === undefined ? undefined : readTypes([type].flat()),
      states: status === undefined ? undefined : ([...new Set(status.split(','))] as DeliveryState[]),
      neverDelivered: delivered === 'never',
    },
    before: place.micros < end.micros ? place : end,
    fromMicros: from === undefined ? 0 : readMoment('/from', from),
    limit: limit === undefined ? DEFAULT_PAGE : Number(limit),
  };
}

/** @throws {RequestInvalidError} when there are too many */
export function readTypes(lists: readonly string[]): readonly string[] | undefined {
  const types = new Set(lists.flatMap((list) => list.split(',')));
  if (types.size > MAX_TYPES) throw new RequestInvalidError('/type', `has more than ${MAX_TYPES} types`);
  return types.has('*') ? undefined : [...types];
}

const MOMENT = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * Microseconds since the epoch; a time that no event can have becomes the nearest that one could.
 * @throws {RequestInvalidError} about `pointer` when the text is no time
 */
export function readMoment(pointer: string, text: string): number {
  const [, time, fraction = '', zone] = MOMENT.exec(text) ?? [];
  const ms = Date.parse(`${time}${zone}`.toUpperCase());
  if (Number.isNaN(ms)) {
    const hint = 'must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z; a + is sent as %2B';
    throw new RequestInvalidError(pointer, hint);
  }
  const micros = ms * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
  return Math.min(Math.max(micros, 0), LAST_MICROS);
}
