import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate } from '@hopline/postgres/replays/read-candidates';
import type { Selection } from '@hopline/postgres/replays/replay';
import { deliveryId } from '@hopline/wire/ids';
import { uuidV7 } from '@hopline/wire/uuid';
import { choose } from './choose.ts';

const endpointId = uuidV7();
const endpoint = { endpointId, eventTypes: ['order.*'] };

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
    const choice = choose(selection, endpoint, ALL, 10);
    return [choice.again, choice.missing, choice.lookedAt];
  };
  const made = [{ id: deliveryId(missing.eventId, endpointId), eventId: missing.eventId }];
  assert.deepEqual(taken('failed'), [[over.deliveryId], [], 4]);
  assert.deepEqual(taken('missing'), [[], made, 4]);
  assert.deepEqual(taken('all'), [[over.deliveryId], made, 4]);
});

test('what the endpoint had is replayed whatever it subscribes to now', () => {
  const had = candidate({ type: 'invoice.paid', deliveryId: uuidV7(), isOver: true });
  assert.deepEqual(choose('all', endpoint, [had], 10).again, [had.deliveryId]);
});

test('it stops behind the last that there is room for', () => {
  const { again, missing: made, lookedAt } = choose('all', endpoint, [underWay, over, unwanted, missing], 1);
  assert.deepEqual([again, made, lookedAt], [[over.deliveryId], [], 2]);
  assert.equal(choose('all', endpoint, ALL, 2).lookedAt, 3);
  assert.equal(choose('all', endpoint, [], 2).lookedAt, 0);
});
