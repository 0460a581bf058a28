// Which endpoints events go to, as persist decides it within its transaction, with conditions on the payload and without.
// No event meets them all, so that what is timed is the decision, and no row is made.
import type { EventItem } from '@hopline/persist/item';
import { deliveriesOf } from '@hopline/persist/steps/match-endpoints';
import type { Subscription, Wishes } from '@hopline/postgres/persist/read-subscriptions';
import { eventId } from '@hopline/wire/ids';
import { MAX_ENDPOINTS, MAX_EVENT_BYTES } from '@hopline/wire/limits';
import type { PayloadFilter } from '@hopline/wire/payload-filter';
import { uuidV7 } from '@hopline/wire/uuid';
import { webhookBody } from '@hopline/wire/webhook-body';
import { PAYLOAD, payloadOf } from '../load/requests.ts';
import type { Subject } from './subjects.ts';

const ORGANIZATION = '0198f2d0-5a3c-7cc1-9d43-0d2f6d1c7a10';
const NO_ORDER = { ordered: false, orderUnkeyed: true };
/** A call is a batch of so many: conditions are compiled once a batch. */
const EVENTS = 100;

const CONDITIONS: readonly PayloadFilter[] = [
  { pointer: '/total', op: 'gte', value: 100 },
  { pointer: '/customer/country', op: 'in', value: ['AT', 'DE', 'CH'] },
  { pointer: '/items/0/quantity', op: 'gt', value: 5 },
];
/** As many as an endpoint may have, all of which but the last hold: every one is looked at. */
const MOST_CONDITIONS: readonly PayloadFilter[] = [
  ...Array.from({ length: 9 }, (_, i) => ({ pointer: `/${nameOf(i)}`, op: 'exists', value: true }) as const),
  { pointer: '/9', op: 'eq', value: 'never' },
];

export function fanOutSubjects(): Subject[] {
  const plain = subscriptions(10, { eventTypes: ['user.*'], filters: null });
  const choosy = subscriptions(10, { eventTypes: ['order.*'], filters: CONDITIONS });
  const most = subscriptions(MAX_ENDPOINTS, { eventTypes: ['*'], filters: MOST_CONDITIONS });
  return [
    subject('fanOut100Types', 300, events(PAYLOAD, EVENTS), plain),
    subject('fanOut100Conditions', 300, events(PAYLOAD, EVENTS), choosy),
    subject('fanOut100Conditions10Kb', 50, events(payloadOf(10 * 1024), EVENTS), choosy),
    subject('fanOutWorst', 30, events(manyNames(MAX_EVENT_BYTES), 1), most),
  ];
}

function subject(name: string, calls: number, items: EventItem[], endpoints: Subscription[]): Subject {
  const byOrganization = new Map([[ORGANIZATION, endpoints]]);
  return {
    name,
    calls,
    call: () => {
      if (deliveriesOf(items, byOrganization).length > 0) throw new Error('an event has met the conditions');
    },
  };
}

function subscriptions(count: number, wishes: Omit<Wishes, 'endpointId'>): Subscription[] {
  return Array.from({ length: count }, () => ({ endpointId: uuidV7(), ...wishes, ...NO_ORDER }));
}

function events(payload: string, count: number): EventItem[] {
  return Array.from({ length: count }, () => {
    const id = eventId(ORGANIZATION, null);
    const type = 'order.created';
    const body = webhookBody({ id, type, acceptedAtMs: Date.now(), payload: Buffer.from(payload) });
    const event = { id, type, body, organization_id: ORGANIZATION, ordering_key: null };
    // What the decision asks for of an item.
    return { event, day: '1970-01-01', record: { timestamp: 0 } } as EventItem;
  });
}

/** Small objects under short names, as many as fit: of a dozen shapes of a size the one that took longest to parse. */
function manyNames(bytes: number): string {
  const members: string[] = [];
  for (let i = 0, length = 2; ; i += 1) {
    const member = `"${nameOf(i)}":{"${nameOf(7 * i + 1)}":0}`;
    length += member.length + 1;
    if (length > bytes) return `{${members.join(',')}}`;
    members.push(member);
  }
}

function nameOf(i: number): string {
  return i.toString(36);
}
