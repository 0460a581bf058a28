// What may be asked of the log of deliveries. Query parameters are text; nothing is coerced.

import { DELIVERY_STATES, type DeliveryState } from '@hopline/postgres/deliveries/delivery-state';
import type { LogPosition, LogQuery } from '@hopline/postgres/delivery-log/log-query';
import { LOWEST_ID } from '@hopline/postgres/inbox/inbox-query';
import Type, { type Static } from 'typebox';
import { organizationMember } from '../auth/on-behalf.ts';
import {
  LAST_MICROS,
  listOf,
  MAX_TYPES,
  Moment,
  readMoment,
  readTypes,
  Types,
} from '../inbox/inbox-request.ts';
import { ID_PATTERN } from '../routes/id-params.ts';
import { LOG_CURSOR_PATTERN, readLogCursor } from './log-cursor.ts';

const DEFAULT_PAGE = 50;

export const LogRequestQuery = Type.Object(
  {
    ...organizationMember,
    limit: Type.Optional(
      Type.String({ pattern: '^([1-9][0-9]?|100)$', description: '1 to 100; 50 without it' }),
    ),
    cursor: Type.Optional(
      Type.String({ pattern: LOG_CURSOR_PATTERN, description: 'next_cursor of the page before' }),
    ),
    endpoint_id: Type.Optional(
      Type.String({ pattern: ID_PATTERN, description: 'deliveries to this endpoint' }),
    ),
    event_id: Type.Optional(Type.String({ pattern: ID_PATTERN, description: 'deliveries of this event' })),
    state: Type.Optional(
      Type.String({
        pattern: listOf(DELIVERY_STATES.join('|'), DELIVERY_STATES.length),
        description: 'deliveries in this state, or in one of these, with commas',
        examples: ['dead', 'pending,sending'],
      }),
    ),
    type: Type.Optional(
      Type.Union([Types, Type.Array(Types, { minItems: 1, maxItems: MAX_TYPES })], {
        description: `types of events; \`order.*\` stands for all that begin with \`order.\`. At most ${MAX_TYPES}, with commas or repeated`,
      }),
    ),
    from: Type.Optional(Moment('deliveries of events that were accepted at this time or later')),
    to: Type.Optional(Moment('deliveries of events that were accepted before this time')),
  },
  { additionalProperties: false },
);

export type LogRequestQuery = Static<typeof LogRequestQuery>;

/**
 * What the search is to find.
 * @throws {RequestInvalidError} for what no pattern can say
 */
export function readLogQuery(organizationId: string, query: LogRequestQuery): LogQuery {
  const { limit, cursor, endpoint_id, event_id, state, type, from, to } = query;
  const end: LogPosition = {
    micros: to === undefined ? LAST_MICROS : readMoment('/to', to),
    id: LOWEST_ID,
    deliveryId: LOWEST_ID,
  };
  const place = cursor === undefined ? end : readLogCursor(cursor);
  return {
    organizationId,
    filter: {
      endpointId: endpoint_id,
      eventId: event_id,
      types: type === undefined ? undefined : readTypes([type].flat()),
      states: state === undefined ? undefined : ([...new Set(state.split(','))] as DeliveryState[]),
    },
    before: place.micros < end.micros ? place : end,
    fromMicros: from === undefined ? 0 : readMoment('/from', from),
    limit: limit === undefined ? DEFAULT_PAGE : Number(limit),
  };
}
