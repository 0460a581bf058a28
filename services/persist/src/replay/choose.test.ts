import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Wishes } from '@hopline/postgres/persist/read-subscriptions';
import type { Candidate } from '@hopline/postgres/replays/read-candidates';
import type { EventToMatch } from '@hopline/postgres/replays/read-matched';
import type { Selection } from '@hopline/postgres/replays/replay';
import { deliveryId, testEventId } from '@hopline/wire/ids';
import { uuidV7 } from '@hopline/wire/uuid';
import { webhookBody } from '@hopline/wire/webhook-body';
import { choose, ofTypes, toMatch } from './choose.ts';

const endpointId = uuidV7();
const endpoint: Wishes = { endpointId, eventTypes: ['order.*'], filters: null };
const NOTHING_READ: ReadonlyMap<string, EventToMatch> = new Map();

function candidate(given: Partial<Candidate> = {}): Candidate {
  return { eventId: uuidV7(), type: 'order.created', micros: 0, deliveryId: null, isOver: false, ...given };
}

const over = candidate({ deliveryId: uuidV7(), isOver: true });
const underWay = candidate({ deliveryId: uuidV7() });
const missing = candidate();
const unwanted = candidate({ type: 'invoice.paid' });
const ALL = [over, underWay, missing, unwanted];

test('failed ones and all that had ended are taken again; missing ones are made; all is both', () => {
  const taken = (selection: Selection) => {
    const choice = choose(selection, endpoint, ALL, NOTHING_READ, 10);
    return [choice.again, choice.missing, choice.lookedAt];
  };
  const made = [{ id: deliveryId(missing.eventId, endpointId), eventId: missing.eventId }];
  assert.deepEqual(taken('failed'), [[over.deliveryId], [], 4]);
  assert.deepEqual(taken('missing'), [[], made, 4]);
  assert.deepEqual(taken('all'), [[over.deliveryId], made, 4]);
});

test('of a page a replay of some types has these, and it is known how many it has passed by', () => {
  const page = { candidates: ALL, isLast: false, through: { micros: 1, eventId: unwanted.eventId } };
  assert.deepEqual(ofTypes(page, null), { page, passedBy: 0 });
  assert.deepEqual(ofTypes(page, ['invoice.*', 'none.such']), {
    page: { ...page, candidates: [unwanted] },
    passedBy: 3,
  });
});

test('what the endpoint had is replayed whatever it subscribes to now', () => {
  const had = candidate({ type: 'invoice.paid', deliveryId: uuidV7(), isOver: true });
  assert.deepEqual(choose('all', endpoint, [had], NOTHING_READ, 10).again, [had.deliveryId]);
});

test('it stops behind the last that there is room for', () => {
  const some = [underWay, over, unwanted, missing];
  const { again, missing: made, lookedAt } = choose('all', endpoint, some, NOTHING_READ, 1);
  assert.deepEqual([again, made, lookedAt], [[over.deliveryId], [], 2]);
  assert.equal(choose('all', endpoint, ALL, NOTHING_READ, 2).lookedAt, 3);
  assert.equal(choose('all', endpoint, [], NOTHING_READ, 2).lookedAt, 0);
});

function read(
  one: Candidate,
  { payload, ...given }: Partial<EventToMatch> & { payload?: string } = {},
): [string, EventToMatch] {
  const { eventId: id, type } = one;
  const body = payload && webhookBody({ id, type, acceptedAtMs: 0, payload: Buffer.from(payload) });
  return [id, { orderingKey: null, isOperational: false, body: body || null, ...given }];
}

test('tests and operational events are never missing, but what a client calls so is', () => {
  const everything = { ...endpoint, eventTypes: ['*', 'endpoint.*'] };
  const tested = candidate({ type: 'endpoint.test', eventId: testEventId() });
  const told = candidate({ type: 'endpoint.disabled' });
  const madeUp = candidate({ type: 'endpoint.test' });
  const keyed = candidate({ type: 'endpoint.test' });
  const candidates = [tested, told, madeUp, keyed, missing];
  assert.deepEqual(
    toMatch('all', everything, candidates),
    [tested, told, madeUp, keyed].map(({ eventId }) => eventId),
  );
  const matched = new Map([
    read(tested, { orderingKey: endpointId }),
    read(told, { isOperational: true }),
    read(madeUp),
    read(keyed, { orderingKey: endpointId }),
  ]);
  const choice = choose('missing', everything, candidates, matched, 10);
  assert.deepEqual(
    choice.missing.map(({ eventId }) => eventId),
    [madeUp, keyed, missing].map(({ eventId }) => eventId),
  );
  assert.equal(choice.lookedAt, 5);
});

test('conditions on the payload decide what is missing, and nothing is decided without the body', () => {
  const large: Wishes = { ...endpoint, filters: [{ pointer: '/total', op: 'gte', value: 100 }] };
  const [small, big, unread] = [candidate(), candidate(), candidate()];
  const candidates = [over, unwanted, small, big, unread, underWay];
  // Bodies of what the endpoint has, or does not subscribe to, are not asked for.
  assert.deepEqual(
    toMatch('all', large, candidates),
    [small, big, unread].map(({ eventId }) => eventId),
  );
  assert.deepEqual(toMatch('failed', large, candidates), []);
  const matched = new Map([
    read(small, { payload: '{"total":99}' }),
    read(big, { payload: '{"total":100}' }),
    read(unread),
  ]);
  const choice = choose('all', large, candidates, matched, 10);
  assert.deepEqual(choice.again, [over.deliveryId]);
  assert.deepEqual(
    choice.missing.map(({ eventId }) => eventId),
    [big.eventId],
  );
  assert.equal(choice.lookedAt, 4);
  // One that was dropped meanwhile is passed by.
  assert.equal(choose('all', large, [unread, missing], new Map(), 10).lookedAt, 2);
});
