// What the lists can be filtered by, as their URLs have it. Each is what the API takes, under the same name.
import { keepMembers } from './search.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Types with commas between them, as the API takes them: 20 at most. */
export const TYPES = /^[A-Za-z0-9_.*-]{1,128}(,[A-Za-z0-9_.*-]{1,128}){0,19}$/;
const STATES =
  /^(pending|sending|succeeded|dead|cancelled)(,(pending|sending|succeeded|dead|cancelled)){0,4}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const CURSOR = /^[A-Za-z0-9_=.:-]{1,200}$/;

const times = { from: TIME, to: TIME };

export type EventFilters = ReturnType<typeof eventFilters>;

/** Of the inbox. `cursor` is where the page begins that is looked at. */
export function eventFilters(search: Readonly<Record<string, unknown>>) {
  return keepMembers(search, { type: TYPES, status: STATES, delivered: /^never$/, cursor: CURSOR, ...times });
}

/** Of the live tail. */
export function tailFilters(search: Readonly<Record<string, unknown>>) {
  return keepMembers(search, { type: TYPES });
}

export type DeliveryFilters = ReturnType<typeof deliveryFilters>;

/** Of the log of deliveries. */
export function deliveryFilters(search: Readonly<Record<string, unknown>>) {
  return keepMembers(search, {
    ...{ type: TYPES, state: STATES, endpoint_id: ID, event_id: ID, cursor: CURSOR },
    ...times,
  });
}

export type HourFilters = ReturnType<typeof hourFilters>;

/** Of the reconciliation: whole hours. */
export function hourFilters(search: Readonly<Record<string, unknown>>) {
  const hour = /^\d{4}-\d\d-\d\dT\d\d:00(:00(\.0{1,9})?)?Z$/;
  return keepMembers(search, { from: hour, to: hour });
}

/** Where the records of a topic begin that are looked at: an offset stands with its partition. */
export function recordPlace(search: Readonly<Record<string, unknown>>) {
  const place = keepMembers(search, {
    partition: /^\d{1,10}$/,
    from: /^(earliest|\d{1,19}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))$/,
  });
  const isOffset = /^\d+$/.test(place.from ?? '');
  return isOffset && place.partition === undefined ? {} : place;
}

/** Where a list begins that is not filtered. */
export function listPlace(search: Readonly<Record<string, unknown>>) {
  return keepMembers(search, { cursor: CURSOR });
}

/** What an administrator has chosen. */
export function organizationSearch(search: Readonly<Record<string, unknown>>) {
  return keepMembers(search, { organization: ID });
}
