// What may be asked to be replayed.

import { FAILED_STATES, type Narrowing, SELECTIONS, type Selection } from '@hopline/postgres/replays/replay';
import Type, { type Static } from 'typebox';
import { organizationMember } from '../auth/on-behalf.ts';
import { EventTypeFilter } from '../endpoints/endpoint-request.ts';
import { RequestInvalidError } from '../errors.ts';
import { CURSOR_PATTERN } from '../inbox/cursor.ts';
import { MAX_TYPES, Moment, readMoment } from '../inbox/inbox-request.ts';

export const DEFAULT_RATE = 50;
export const MAX_RATE = 1000;

/** The body of POST /api/replays and POST /api/endpoints/:id/replay. */
export const CreateReplayRequest = Type.Object(
  {
    select: Type.Optional(
      Type.Enum([...SELECTIONS], {
        description:
          '`failed`, as without it: deliveries that are dead or cancelled. `missing`: such as the endpoint never had, of events that it subscribes to now. `all`: both, and those that succeeded',
      }),
    ),
    from: Type.Optional(
      Moment('of events that were accepted at this time or later; needed unless `select` is `failed`'),
    ),
    to: Type.Optional(
      Moment('of events that were accepted before this time; at the latest, and by default, now'),
    ),
    event_types: Type.Optional(
      Type.Array(EventTypeFilter, {
        minItems: 1,
        maxItems: MAX_TYPES,
        description: 'of events of these types alone; `order.*` stands for all that begin with `order.`',
      }),
    ),
    states: Type.Optional(
      Type.Array(Type.Enum([...FAILED_STATES]), {
        minItems: 1,
        maxItems: FAILED_STATES.length,
        description: 'with `failed`: deliveries in these states alone; both without it',
      }),
    ),
    rate: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_RATE,
        description: `deliveries a second at most, ${DEFAULT_RATE} without it; all replays of an installation together have REPLAY_RATE`,
      }),
    ),
    dry_run: Type.Optional(
      Type.Boolean({ description: 'answers how many deliveries it would take, and makes no replay' }),
    ),
  },
  { additionalProperties: false },
);

export type CreateReplayRequest = Static<typeof CreateReplayRequest>;

export interface AskedReplay extends Narrowing {
  readonly selection: Selection;
  readonly fromMicros: number | undefined;
  readonly toMicros: number | undefined;
  readonly rate: number;
}

/** @throws {RequestInvalidError} for what no pattern can say */
export function readReplayRequest(body: CreateReplayRequest): AskedReplay {
  const { select: selection = 'failed', from, to, event_types, states, rate = DEFAULT_RATE } = body;
  // Everything that is kept, by oversight, would be a replay of weeks.
  if (from === undefined && selection !== 'failed')
    throw new RequestInvalidError('/from', `is required with "select": "${selection}"`);
  if (states !== undefined && selection !== 'failed')
    throw new RequestInvalidError('/states', `is not for "select": "${selection}"`);
  const fromMicros = from === undefined ? undefined : readMoment('/from', from);
  const toMicros = to === undefined ? undefined : readMoment('/to', to);
  if (toMicros !== undefined && toMicros <= (fromMicros ?? 0))
    throw new RequestInvalidError('/to', 'must be later than from');
  return {
    ...{ selection, fromMicros, toMicros, rate },
    // What leaves nothing out is no part of it.
    eventTypes: event_types === undefined || event_types.includes('*') ? null : [...new Set(event_types)],
    states:
      states === undefined || FAILED_STATES.every((state) => states.includes(state))
        ? null
        : [...new Set(states)],
  };
}

export const ListReplaysQuery = Type.Object(
  {
    ...organizationMember,
    limit: Type.Optional(
      Type.String({ pattern: '^([1-9][0-9]?|100)$', description: '1 to 100; 20 without it' }),
    ),
    cursor: Type.Optional(
      Type.String({ pattern: CURSOR_PATTERN, description: 'next_cursor of the page before' }),
    ),
  },
  { additionalProperties: false },
);
