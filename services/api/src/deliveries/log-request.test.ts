import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import { printLogCursor } from './log-cursor.ts';
import { readLogQuery } from './log-request.ts';

const organizationId = uuidV7();
const LOWEST = '00000000-0000-0000-0000-000000000000';

test('without parameters it is all deliveries, the newest fifty', () => {
  const query = readLogQuery(organizationId, {});
  assert.deepEqual(query.filter, {
    endpointId: undefined,
    eventId: undefined,
    types: undefined,
    states: undefined,
  });
  assert.deepEqual([query.limit, query.fromMicros, query.before.id], [50, 0, LOWEST]);
});

test('filters are read; a type of * is none', () => {
  const endpoint_id = uuidV7();
  const event_id = uuidV7();
  const { filter, limit } = readLogQuery(organizationId, {
    ...{ endpoint_id, event_id, state: 'dead,pending,dead', type: ['order.*', 'a,b'], limit: '7' },
  });
  assert.deepEqual(filter, {
    endpointId: endpoint_id,
    eventId: event_id,
    states: ['dead', 'pending'],
    types: ['order.*', 'a', 'b'],
  });
  assert.equal(limit, 7);
  assert.equal(readLogQuery(organizationId, { type: '*' }).filter.types, undefined);
});

test('a walk begins at the cursor or at the end of the time, whichever is earlier', () => {
  const at = Date.parse('2026-03-01T12:00:00Z') * 1000;
  const place = { micros: at, id: uuidV7(), deliveryId: uuidV7() };
  const cursor = printLogCursor(place);
  assert.deepEqual(readLogQuery(organizationId, { cursor }).before, place);
  assert.deepEqual(readLogQuery(organizationId, { cursor, to: '2026-03-01T12:00:01Z' }).before, place);
  const end = { micros: at, id: LOWEST, deliveryId: LOWEST };
  assert.deepEqual(readLogQuery(organizationId, { cursor, to: '2026-03-01T12:00:00Z' }).before, end);
  assert.throws(() => readLogQuery(organizationId, { from: 'yesterday' }), { pointer: '/from' });
});
