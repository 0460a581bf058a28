// The inbox from a real replica: one that is behind, that cancels what is in its way, that is gone and comes back. And from one
// that is away while all else goes on.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { DatabaseUnavailableError } from '@hopline/api/errors';
import { fromDatabase } from '@hopline/api/http/from-database';
import type { Pool } from '@hopline/postgres/pool';
import { uuidV7 } from '@hopline/wire/uuid';
import { inReverse } from '../support/cleanup.ts';
import { requiredEnv } from '../support/database.ts';
import { proxiedDatabase } from '../support/database-proxy.ts';
import { storeInboxEvents } from '../support/inbox-events.ts';
import { replicatedDatabase } from '../support/replica.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call, createTenant, makeApi } from './api-fixture.ts';

async function prepare(t: TestContext) {
  const fixture = inReverse(t);
  const [{ database, replica }, topics] = await Promise.all([replicatedDatabase(fixture), createTopics()]);
  const { service } = makeApi(fixture, { database, topics }, { DATABASE_READ_URL: replica.url });
  await service.start();
  const tenant = await addTenant(`http://127.0.0.1:${service.port()}`, database.pool);
  return { database, replica, ...tenant };
}

async function addTenant(url: string, pool: Pool) {
  const { apiKey: key, organizationId } = await createTenant(url);
  const inbox = () => call(`${url}/api/inbox`, 'GET', { key });
  const ids = async () => ((await inbox()).json.events as { id: string }[] | undefined)?.map(({ id }) => id);
  const store = async (second: number) => {
    const at = new Date(Date.UTC(2026, 0, 2, 12, 0, second)).toISOString();
    const [id] = await storeInboxEvents(pool, { organizationId, endpointId: uuidV7() }, [{ at }]);
    return id;
  };
  return { key, inbox, ids, store };
}

test('the inbox is what the replica has, and nothing while there is none', async (t) => {
  const { database, replica, inbox, ids, store } = await prepare(t);
  const first = await store(1);
  await until('the replica has the event', async () => (await ids())?.length === 1);

  await replica.pool.query('select pg_wal_replay_pause()');
  await until('it pauses', async () => {
    const { rows } = await replica.pool.query('select pg_get_wal_replay_pause_state() as state');
    return rows[0].state === 'paused';
  });
  const second = await store(2);
  assert.deepEqual(await ids(), [first], 'it was not read from the replica');
  await replica.pool.query('select pg_wal_replay_resume()');
  await until('it has caught up', async () => (await ids())?.length === 2);
  assert.deepEqual(await ids(), [second, first]);

  // A day is dropped while somebody reads: the replica waits for a moment, then it cancels the reader.
  const reading = fromDatabase(replica.pool.query('select pg_sleep(60) from events'));
  const cancelled = assert.rejects(reading, (error) => {
    assert.ok(error instanceof DatabaseUnavailableError);
    assert.match(String((error.cause as Error).message), /conflict with recovery/);
    return true;
  });
  await until('somebody reads', async () => {
    const { rowCount } = await replica.pool.query(
      `select from pg_locks where relation = 'events'::regclass and granted`,
    );
    return rowCount === 1;
  });
  await database.pool.query('drop table events_20260102');
  await cancelled;
  await until('the day is gone', async () => (await ids())?.length === 0);

  await replica.server.stop();
  const refused = await inbox();
  assert.deepEqual([refused.status, refused.json.code], [503, 'HPL_DATABASE_UNAVAILABLE'], refused.text);
  const third = await store(3);
  await replica.server.start();
  await until('the replica is back', async () => (await ids())?.length === 1);
  assert.deepEqual(await ids(), [third]);
});

test('with a replica the inbox is read there alone, and says so when it is away', async (t) => {
  const [{ database, proxy }, topics] = await Promise.all([proxiedDatabase(t), createTopics()]);
  const direct = new URL(database.url);
  direct.port = new URL(requiredEnv('TEST_DATABASE_ADMIN_URL')).port;
  const { service } = makeApi(
    t,
    { database: { ...database, url: direct.href }, topics },
    { DATABASE_READ_URL: database.url },
  );
  await service.start();
  const url = `http://127.0.0.1:${service.port()}`;
  const { key, inbox, ids, store } = await addTenant(url, database.pool);
  const stored = await store(1);
  const isRead = async () => (await ids())?.[0] === stored;
  await until('what is stored is read', isRead);
  const readiness = async () => (await call(`${url}/readyz`, 'GET')).json.checks as Record<string, string>;
  await until('it answers in time', async () => (await readiness()).postgres_read === 'ok');

  proxy.close();
  const refused = await inbox();
  assert.deepEqual([refused.status, refused.json.code], [503, 'HPL_DATABASE_UNAVAILABLE'], refused.text);
  assert.match(refused.headers.get('retry-after') ?? '', /^[1-5]$/);
  assert.equal((await call(`${url}/api/endpoints`, 'GET', { key })).status, 200);
  await until('it reports the replica alone', async () => {
    const { postgres, postgres_read } = await readiness();
    return postgres === 'ok' && postgres_read !== 'ok';
  });
  assert.equal((await call(`${url}/readyz`, 'GET')).status, 200);

  proxy.open();
  await until('the inbox is back', isRead);
});
