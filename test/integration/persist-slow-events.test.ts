import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepWarnings } from '../support/keep-warnings.ts';
import { persistFixture } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { insertOrganization } from '../support/tenants.ts';

test('events that take longer than SLOW_EVENT have a line, a repeat of one has none', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const event = makeEvent(organization, { dedupId: 'one' });
  const warnings = keepWarnings('persist');
  // Nothing is stored within no time at all.
  const service = await start({ SLOW_EVENT: '0ms' }, warnings.log);
  await producer.send(event);
  await appended(1);
  await producer.send(event);
  await appended(2);
  await service.stop(AbortSignal.timeout(5000));
  const slow = warnings.of('events.slow');
  assert.equal(slow.length, 1, JSON.stringify(slow));
  const [{ events, slowest_ms, event_id, org_id } = {}] = slow;
  assert.deepEqual([events, event_id, org_id], [1, event.id, organization]);
  assert.ok(Number(slowest_ms) >= 0);
});

test('events that take less have none', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const warnings = keepWarnings('persist');
  const service = await start({ SLOW_EVENT: '1h' }, warnings.log);
  await producer.send(makeEvent(organization));
  await appended(1);
  await service.stop(AbortSignal.timeout(5000));
  assert.deepEqual(warnings.of('events.slow'), []);
});
