// What the console asks of the API for its lists, with each filter and the combinations that its views offer.
import type { Seeded } from './seed.ts';

export interface Ask {
  readonly name: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** How many pages are read, by `next_cursor`, as somebody does who scrolls on; 1 without it. */
  readonly pages?: number;
  /** With the admin token instead of the organization's key. */
  readonly isAdmin?: boolean;
}

/** Of a search for what is rare, which goes on by itself for longer. */
const SEARCHED = 10;
const LAST_STATES = 'pending,sending,dead,cancelled';

/** All of them, those of a view together. */
export function asksOf(seeded: Seeded, sample: { eventId: string; deliveryId: string }): readonly Ask[] {
  const { days, endpointIds } = seeded;
  const day = (nth: number) => `${days.at(nth)}T00:00:00Z`;
  const [orders = '', , items = '', deleted = ''] = endpointIds;
  const aDay = { from: day(14), to: day(15) };
  const anHour = { from: `${days.at(14)}T09:00:00Z`, to: `${days.at(14)}T10:00:00Z` };
  const oldest = { to: `${days.at(0)}T12:00:00Z` };
  const inbox = (name: string, query: Record<string, string>, pages = 1): Ask => {
    return { name: `events: ${name}`, path: '/api/inbox', query: { limit: '100', ...query }, pages };
  };
  const log = (name: string, query: Record<string, string>, pages = 1): Ask => {
    return { name: `deliveries: ${name}`, path: '/api/deliveries', query: { limit: '100', ...query }, pages };
  };
  const one = (name: string, path: string, query: Record<string, string> = {}): Ask => ({
    name,
    path,
    query,
  });
  const never = { delivered: 'never' };
  return [
    inbox('all, thirty pages', {}, 30),
    inbox('all, from the middle', { to: day(15) }, 10),
    inbox('all, the oldest', oldest, 10),
    inbox('an hour', anHour),
    inbox('a day', aDay, 10),
    inbox('a common type', { type: 'order.created' }, 10),
    inbox('a prefix', { type: 'order.*' }, 10),
    inbox('two types', { type: 'user.created,payment.*' }, 10),
    inbox('one in a thousand', { type: 'user.deleted' }, SEARCHED),
    inbox('thirty in a million', { type: 'order.lost' }, SEARCHED),
    inbox('a type that nothing has', { type: 'nothing.*' }, SEARCHED),
    inbox('a type that nothing has, a day', { type: 'nothing.*', ...aDay }, SEARCHED),
    inbox('dead', { status: 'dead' }, 10),
    inbox('dead, on the day of many', { status: 'dead', from: day(20), to: day(21) }, 10),
    inbox('dead, of a type', { status: 'dead', type: 'item.*' }, 10),
    inbox('dead, of a type that has none', { status: 'dead', type: 'order.*' }, SEARCHED),
    inbox('under way', { status: 'pending,sending' }, 10),
    inbox('under way, the oldest', { status: 'pending,sending', ...oldest }, SEARCHED),
    inbox('succeeded', { status: 'succeeded' }, 10),
    inbox('cancelled', { status: 'cancelled' }, 10),
    inbox('never delivered', never, SEARCHED),
    inbox('never delivered, a day', { ...never, ...aDay }, SEARCHED),
    inbox('never delivered, dead', { ...never, status: 'dead' }, 10),
    inbox('never delivered, of a type', { ...never, type: 'audit.*' }, SEARCHED),
    inbox('never delivered, of a type that all wanted', { ...never, type: 'payment.*' }, SEARCHED),
    inbox('newest with payloads, for the preview of a filter', {
      limit: '50',
      include: 'payload',
      type: 'order.*',
    }),
    log('all, thirty pages', {}, 30),
    log('all, from the middle', { to: day(15) }, 10),
    log('all, the oldest', oldest, 10),
    log('an hour', anHour),
    log('a common type', { type: 'order.created' }, 10),
    log('thirty in a million', { type: 'order.lost' }, SEARCHED),
    log('a type that nothing has', { type: 'nothing.*' }, SEARCHED),
    log('dead', { state: 'dead' }, 10),
    log('dead, on the day of many', { state: 'dead', from: day(20), to: day(21) }, 10),
    log('dead, of an endpoint', { state: 'dead', endpoint_id: items }, 10),
    log('dead, of an endpoint that has none', { state: 'dead', endpoint_id: orders }, SEARCHED),
    log('under way', { state: 'pending,sending' }, 10),
    log('succeeded', { state: 'succeeded' }, 10),
    log('cancelled', { state: 'cancelled' }, 10),
    log('not delivered, as a replay counts it', { state: LAST_STATES }, 10),
    log('of an endpoint', { endpoint_id: orders }, 10),
    log('of an endpoint that gets one in a thousand', { endpoint_id: deleted }, SEARCHED),
    log(
      'of an endpoint, succeeded, of a type',
      { endpoint_id: orders, state: 'succeeded', type: 'user.*' },
      10,
    ),
    log('of an event', { event_id: sample.eventId }),
    one('an event', `/api/events/${sample.eventId}`),
    one('a delivery', `/api/deliveries/${sample.deliveryId}`),
    { name: 'replays, five pages', path: '/api/replays', query: { limit: '50' }, pages: 5 },
    one('endpoints', '/api/endpoints'),
    one('live figures', '/api/stats'),
    one('reconcile, the last 24 hours', '/api/reconcile'),
    one('reconcile, a day', '/api/reconcile', aDay),
    // The console asks for a month week by week.
    one('reconcile, a week', '/api/reconcile', { from: day(10), to: day(17) }),
    { name: 'organizations', path: '/api/organizations', query: { limit: '100' }, isAdmin: true },
  ];
}
