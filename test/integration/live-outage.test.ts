// Streams while Postgres is away: they stay open, say that nothing is known, and go on by themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import { proxiedDatabase } from '../support/database-proxy.ts';
import { openStream } from '../support/event-stream.ts';
import { storeInboxEvents } from '../support/inbox-events.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call, createTenant, makeApi } from './api-fixture.ts';

test('streams outlive an outage of Postgres, and what is known no longer is not shown as if it were', async (t) => {
  const [{ database, proxy }, topics] = await Promise.all([proxiedDatabase(t), createTopics()]);
  const { service } = makeApi(t, { database, topics });
  await service.start();
  const url = `http://127.0.0.1:${service.port()}`;
  const { apiKey, organizationId } = await createTenant(url);
  const headers = { 'x-api-key': apiKey };
  const stats = await openStream(t, `${url}/api/stats/stream`, headers);
  const tail = await openStream(t, `${url}/api/events/stream`, headers);
  const isKnown = () => stats.messages.at(-1)?.data.per_second !== null;
  await until('figures', () => stats.messages.length > 0 && isKnown());

  proxy.close();
  await until('that nothing is known', () => !isKnown());
  const had = stats.messages.length;
  const asked = await call(`${url}/api/stats`, 'GET', { key: apiKey });
  assert.deepEqual([asked.status, asked.json.code], [503, 'HPL_DATABASE_UNAVAILABLE'], asked.text);

  proxy.open();
  await until('figures again', () => stats.messages.length > had && isKnown());
  const at = new Date().toISOString();
  const [id] = await storeInboxEvents(database.pool, { organizationId, endpointId: uuidV7() }, [{ at }]);
  await until('an event that came after it', () => tail.messages.some(({ data }) => data.id === id));
  assert.deepEqual([stats.hasEnded(), tail.hasEnded()], [false, false]);
});
