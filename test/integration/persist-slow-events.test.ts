import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger, type Logger } from '@hopline/telemetry/logger';
import { persistFixture } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { insertOrganization } from '../support/tenants.ts';

function recordingLog(): { log: Logger; slow: Record<string, unknown>[] } {
  const log = createLogger('persist', 'silent');
  const slow: Record<string, unknown>[] = [];
  log.warn = (fields: unknown, message?: string) => {
    if (message === 'events.slow') slow.push(fields as Record<string, unknown>);
  };
  return { log, slow };
}

test('events that take longer than SLOW_EVENT have a line, a repeat of one has none', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const event = makeEvent(organization, { dedupId: 'one' });
  const { log, slow } = recordingLog();
  // Nothing is stored within no time at all.
  const service = await start({ SLOW_EVENT: '0ms' }, log);
  await producer.send(event);
  await appended(1);
  await producer.send(event);
  await appended(2);
  await service.stop(AbortSignal.timeout(5000));
  assert.equal(slow.length, 1, JSON.stringify(slow));
  const [{ events, slowest_ms, event_id, org_id } = {}] = slow;
  assert.deepEqual([events, event_id, org_id], [1, event.id, organization]);
  assert.ok(Number(slowest_ms) >= 0);
});

test('events that take less have none', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const { log, slow } = recordingLog();
  const service = await start({ SLOW_EVENT: '1h' }, log);
  await producer.send(makeEvent(organization));
  await appended(1);
  await service.stop(AbortSignal.timeout(5000));
  assert.deepEqual(slow, []);
});
