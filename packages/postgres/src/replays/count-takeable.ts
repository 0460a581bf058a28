// How many deliveries a replay would take of a stretch of a day. The same rows as in read-candidates.ts, counted for all endpoints
// at once, and nothing is locked or written.
import { TEST_EVENT_TYPE } from '@hopline/wire/event';
import { typeCondition } from '../inbox/type-condition.ts';
import { MICROS, MOMENT } from '../moments.ts';
import { OPERATIONAL_TYPES } from '../operational-events/store-operational-events.ts';
import type { Queryable } from '../pool.ts';
import type { FailedState } from './replay.ts';

export interface CountedDay {
  readonly organizationId: string;
  /** Undefined: all of the organization's. */
  readonly endpointId: string | undefined;
  /** Of events of these types; undefined: of any. */
  readonly types: readonly string[] | undefined;
  readonly day: string;
  /** Microseconds since the epoch, as `toMicros`, which is left out. */
  readonly fromMicros: number;
  readonly toMicros: number;
}

export interface Counts {
  /** Deliveries that would be made pending again. */
  readonly replayed: number;
  /** Deliveries that an endpoint never had and that would be made. */
  readonly made: number;
  /** The same, where conditions on the payload decide whether the endpoint wants the event. */
  readonly undecided: number;
}

export interface CountedStretch<Place> {
  readonly counts: Counts;
  /** Where the next stretch of the day begins; undefined behind the last. */
  readonly next: Place | undefined;
}

// Of endpoints that were deleted nothing is replayed.
const ENDPOINTS = `
  select id, event_types, filters is not null as has_filters from endpoints
   where organization_id = $2 and deleted_at is null and ($3::uuid is null or id = $3)`;

// Along deliveries_failed, and by the whole of its entries, as in read-candidates.ts; an event's deliveries are not parted. The
// table of events is asked only where the day is not wholly within the time, or where the type matters.
const FAILED = (state: FailedState, fits: string) => `
  with page as materialized (
    select event_id, endpoint_id from deliveries
     where day = $1 and state in ('dead', 'cancelled')
       and (organization_id, state, event_id) > ($2::uuid, '${state}'::delivery_state, $4::uuid)
       and (organization_id, state) <= ($2::uuid, '${state}'::delivery_state)
     order by organization_id, state, event_id
     fetch first ($5) rows with ties
  )
  select (select count(*)::float8 from page) as read,
         (select event_id from page order by event_id desc limit 1) as last,
         (select count(*)::float8 from page p join (${ENDPOINTS}) e on e.id = p.endpoint_id
           where $6 or exists (select from events v where v.day = $1 and v.id = p.event_id
                                  and v.accepted_at >= ${MOMENT('$7')} and v.accepted_at < ${MOMENT('$8')}
                                  and ${fits})) as replayed`;

const DAY_MICROS = 86_400_000_000;

/**
 * Counts the deliveries of a day that are dead or cancelled.
 * @param after the event that was counted last; the lowest id at the beginning
 * @param size how many are looked at
 */
export async function countFailed(
  db: Queryable,
  { organizationId, endpointId, types, day, fromMicros, toMicros }: CountedDay,
  state: FailedState,
  after: string,
  size: number,
): Promise<CountedStretch<string>> {
  const begin = Date.parse(day) * 1000;
  const isWhole = fromMicros <= begin && toMicros >= begin + DAY_MICROS;
  // Without a name, as below: a plan that is kept would be one over all days.
  const values: unknown[] = [
    ...[day, organizationId, endpointId ?? null, after],
    ...[size, isWhole && types === undefined, fromMicros, toMicros],
  ];
  const fits = typeCondition(types, 'v.type', (value) => `$${values.push(value)}`);
  const { rows } = await db.query<{ read: number; last: string | null; replayed: number }>(
    FAILED(state, fits),
    values,
  );
  const { read = 0, last = null, replayed = 0 } = rows[0] ?? {};
  return {
    counts: { replayed, made: 0, undecided: 0 },
    next: last === null || read < size ? undefined : last,
  };
}

/** A place within a day: that of an event. */
export interface EventPlace {
  readonly micros: number;
  readonly id: string;
}

// Along events_inbox; the deliveries of each event by deliveries_event, and not otherwise: `offset 0`. Which endpoints want a type
// is found out once a type. What is told of an event here is what services/persist/src/replay/choose.ts asks.
const EVENTS = (fits: string) => `
  with page as materialized (
    select id, type, accepted_at, ${fits} as fits from events
     where day = $1 and organization_id = $2 and (accepted_at, id) > (${MOMENT('$4')}, $5::uuid)
       and accepted_at >= ${MOMENT('$6')} and accepted_at < ${MOMENT('$7')}
     order by accepted_at, id limit $8
  ),
  asked as materialized (${ENDPOINTS}),
  had as materialized (
    select p.id as event_id, d.endpoint_id, d.state from page p
     cross join lateral (select endpoint_id, state from deliveries where day = $1 and event_id = p.id offset 0) d
     where p.fits
  ),
  wanted as (
    select t.type, a.id as endpoint_id, a.has_filters
      from (select distinct type from page where fits) t
      join asked a on exists (
        select from unnest(a.event_types) f
         where f in ('*', t.type) or (right(f, 2) = '.*' and starts_with(t.type, left(f, -1))))
  ),
  missing as (
    select w.has_filters from page p join wanted w on w.type = p.type
     where not exists (select from had h where h.event_id = p.id and h.endpoint_id = w.endpoint_id)
       and (p.type <> all($9::text[]) or exists (
             select from events e where e.day = $1 and e.id = p.id and e.topic_partition >= 0
                and not (e.type = $10 and substr(e.id::text, 15, 1) = '8')))
  )
  select (select count(*)::float8 from page) as read, o.id as "lastId", ${MICROS('o.accepted_at')} as "lastMicros",
         (select count(*)::float8 from had h join asked a on a.id = h.endpoint_id
           where $11 and h.state in ('succeeded', 'dead', 'cancelled')) as replayed,
         m.made, m.undecided
    from (select count(*) filter (where not has_filters)::float8 as made,
                 count(*) filter (where has_filters)::float8 as undecided from missing) m
    left join (select id, accepted_at from page order by accepted_at desc, id desc limit 1) o on true`;

interface EventsRow extends Counts {
  readonly read: number;
  readonly lastId: string | null;
  readonly lastMicros: number | null;
}

/**
 * Counts what is taken of the events of a day.
 * @param selection `missing`: what endpoints never had; `all`: that, and all that has ended
 * @param size how many events are looked at
 */
export async function countEvents(
  db: Queryable,
  { organizationId, endpointId, types, day, fromMicros, toMicros }: CountedDay,
  selection: 'missing' | 'all',
  after: EventPlace,
  size: number,
): Promise<CountedStretch<EventPlace>> {
  const values: unknown[] = [
    ...[day, organizationId, endpointId ?? null, after.micros, after.id],
    ...[fromMicros, toMicros, size],
    ...[[TEST_EVENT_TYPE, ...OPERATIONAL_TYPES], TEST_EVENT_TYPE, selection === 'all'],
  ];
  const fits = typeCondition(types, 'type', (value) => `$${values.push(value)}`);
  const { rows } = await db.query<EventsRow>(EVENTS(fits), values);
  const [row] = rows;
  if (!row) throw new TypeError('a count without a row');
  const { read, lastId, lastMicros, replayed, made, undecided } = row;
  return {
    counts: { replayed, made, undecided },
    next:
      lastId === null || lastMicros === null || read < size ? undefined : { id: lastId, micros: lastMicros },
  };
}
