// What a replay looks at next: a stretch of a day of the organization's events, or of its failed deliveries, with what the
// endpoint has of each. No index is needed that is not there: one by endpoint would be written with every delivery.
import { LOWEST_ID } from '../inbox/inbox-query.ts';
import { MICROS, MOMENT } from '../moments.ts';
import type { PoolClient } from '../pool.ts';
import type { JobRow } from './job-row.ts';
import { FAILED_STATES, type FailedState } from './replay.ts';

export interface Candidate {
  readonly eventId: string;
  readonly type: string;
  /** When the event was accepted, in microseconds since the epoch. */
  readonly micros: number;
  /** The endpoint's delivery; null when it never had one. */
  readonly deliveryId: string | null;
  /** It had ended when the replay was asked for, and the event is within its time: it may be chosen. */
  readonly isOver: boolean;
}

export interface CandidatePage {
  /** In the order in which they are looked at. */
  readonly candidates: readonly Candidate[];
  /** Nothing of the day is behind them. */
  readonly isLast: boolean;
  /** With a page that is not the last: up to where it has looked, also when none of it was this endpoint's. */
  readonly through: { readonly micros: number | null; readonly eventId: string } | undefined;
}

// What ended after the replay was asked for is left alone: it was attempted since, perhaps by this very replay.
const IS_OVER = (created: string) =>
  `d.state in ('succeeded', 'dead', 'cancelled') and coalesce(d.ended_at, d.created_at) <= ${MOMENT(created)}`;

// Along events_inbox, the oldest first; the endpoint's delivery of each by deliveries_event, and not otherwise: `offset 0`.
const EVENTS = `
  select e.id as "eventId", e.type, ${MICROS('e.accepted_at')} as micros, d.id as "deliveryId",
         coalesce(${IS_OVER('$9')}, false) as "isOver"
    from (select id, type, accepted_at from events
           where day = $1 and organization_id = $2
             and (accepted_at, id) > (${MOMENT('$3')}, $4::uuid)
             and accepted_at >= ${MOMENT('$5')} and accepted_at < ${MOMENT('$6')}
           order by accepted_at, id limit $7) e
    left join lateral (select * from deliveries o
                        where o.day = $1 and o.event_id = e.id and o.endpoint_id = $8 offset 0) d on true
   order by e.accepted_at, e.id`;

export interface Place {
  readonly day: string;
  /** Null: at the beginning of the day. */
  readonly acceptedMicros: number | null;
  readonly eventId: string | null;
}

/** The next events of a day. @param size how many are looked at */
export async function readEventCandidates(
  client: PoolClient,
  job: JobRow,
  endpointId: string,
  { day, acceptedMicros, eventId }: Place,
  size: number,
): Promise<CandidatePage> {
  // Without a name: a plan that is kept would be one over all days.
  const { rows } = await client.query<Candidate>(EVENTS, [
    day,
    job.organizationId,
    acceptedMicros ?? -1,
    eventId ?? LOWEST_ID,
    job.fromMicros,
    job.toMicros,
    size,
    endpointId,
    job.createdMicros,
  ]);
  const last = rows.at(-1);
  return { candidates: rows, isLast: rows.length < size, through: last };
}

// Along deliveries_failed, which has both states one after the other: read by event from each. By the whole of its entries,
// not by `organization_id = …`: for that deliveries_books would do as well where Postgres expects few of them, and be read
// from end to end at each step where there are many after all. Those of other endpoints are passed over; the event of one of
// ours says whether it is within the time.
const failed = (state: FailedState) => `
  (select id, event_id, endpoint_id, state, ended_at, created_at from deliveries
    where day = $1 and state in ('dead', 'cancelled')
      and (organization_id, state, event_id) > ($2::uuid, '${state}'::delivery_state, $3::uuid)
      and (organization_id, state) <= ($2::uuid, '${state}'::delivery_state)
    order by organization_id, state, event_id limit $4)`;
const FAILED = (states: readonly FailedState[]) => `
  select d.event_id as "eventId", d.id as "deliveryId", coalesce(e.type, '') as type, coalesce(${MICROS('e.accepted_at')}, 0) as micros,
         d.endpoint_id = $5 as "isOurs",
         coalesce(e.accepted_at >= ${MOMENT('$6')} and e.accepted_at < ${MOMENT('$7')} and ${IS_OVER('$8')}, false) as "isOver"
    from (select * from (${states.map(failed).join(' union all ')}) page order by event_id limit $4) d
    left join lateral (select accepted_at, type from events
                        where day = $1 and id = d.event_id and d.endpoint_id = $5 offset 0) e on true
   order by d.event_id`;

/** The next failed deliveries of a day. @param size how many of all endpoints are looked at, more than an event can have */
export async function readFailedCandidates(
  client: PoolClient,
  job: JobRow,
  endpointId: string,
  { day, eventId }: Place,
  size: number,
): Promise<CandidatePage> {
  const values = [
    day,
    job.organizationId,
    eventId ?? LOWEST_ID,
    size,
    endpointId,
    job.fromMicros,
    job.toMicros,
    job.createdMicros,
  ];
  const { rows } = await client.query<Candidate & { isOurs: boolean }>(
    FAILED(job.states ?? FAILED_STATES),
    values,
  );
  if (rows.length < size) return { candidates: ours(rows), isLast: true, through: undefined };
  // The page may end in the middle of an event, and ours be the next of it: all of the last event is left to the next page.
  const lastEvent = rows.at(-1)?.eventId;
  const whole = rows.filter((row) => row.eventId !== lastEvent);
  const through = whole.at(-1)?.eventId ?? lastEvent ?? LOWEST_ID;
  return { candidates: ours(whole), isLast: false, through: { micros: null, eventId: through } };
}

function ours(rows: readonly (Candidate & { readonly isOurs: boolean })[]): Candidate[] {
  return rows.filter(({ isOurs }) => isOurs);
}
