// Trouble that passes: the partition is held, nothing goes to the DLQ, and nothing is counted twice.
import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createPool } from '@hopline/postgres/pool';
import { inTransaction } from '@hopline/postgres/transaction';
import { administer, createDatabase, type TestDatabase } from '../support/database.ts';
import { persistFixture, readBooks } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { collectTopic } from '../support/read-topic.ts';
import { launchService } from '../support/service-process.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';
import { until } from '../support/until.ts';

const eventsOf = (organization: string, count: number) =>
  Array.from({ length: count }, (_, i) => makeEvent(organization, { dedupId: `e${i}` }));

function endConnections({ url }: TestDatabase): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  return administer(
    `select pg_terminate_backend(pid, 60000) from pg_stat_activity
      where datname = '${name}' and application_name = 'hopline-persist'`,
  );
}

async function allowConnections(database: TestDatabase, allowed: boolean): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  await administer(`alter database ${name} with allow_connections ${allowed}`);
  if (!allowed) await endConnections(database);
}

test('connections that break in the middle of transactions cost nothing', async (t) => {
  const { database, kafka, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  await insertEndpoint(database.pool, organization);
  const letters = await collectTopic(t, kafka.brokers, kafka.topics.eventsDlq);
  await start();
  const events = eventsOf(organization, 3000);
  let isSending = true;
  const send = async () => {
    for (let i = 0; i < events.length; i += 100) await producer.send(...events.slice(i, i + 100));
  };
  const sending = send().finally(() => {
    isSending = false;
  });
  // A test that has failed meanwhile goes no further.
  while (isSending && !t.signal.aborted) await endConnections(database);
  await sending;
  await appended(events.length);
  const books = await readBooks(database);
  assert.equal(books.stored, events.length);
  assert.equal(books.poison, 0);
  assert.equal(letters.length, 0);
  const { rows } = await database.pool.query('select count(distinct id)::int as n from deliveries');
  assert.equal(rows[0].n, events.length);
});

test('while the disk of Postgres is full a batch waits whole, and nothing of it is taken for poison', async (t) => {
  const { database, kafka, producer, start, appended } = await persistFixture(t);
  const { pool } = database;
  const organization = await insertOrganization(pool);
  const letters = await collectTopic(t, kafka.brokers, kafka.topics.eventsDlq);
  // What Postgres says with ENOSPC; `npm run faults -- persist --only postgres-full` has it say so by itself, with EFBIG.
  await pool.query(
    `create function refuse() returns trigger language plpgsql as
       $$ begin raise 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`,
  );
  await pool.query('create trigger no_space before insert on events execute function refuse()');
  const service = await start();
  await producer.send(...eventsOf(organization, 20));
  const problem = await until('a batch is held', async () => {
    const answer = await fetch(`http://127.0.0.1:${service.port()}/readyz`);
    const { checks } = (await answer.json()) as { checks: Record<string, string> };
    return checks.batches !== 'ok' && checks.batches;
  });
  assert.match(problem, /No space left on device/);
  assert.equal((await readBooks(database)).appended, 0);
  await pool.query('drop trigger no_space on events');
  await appended(20);
  const { stored, poison } = await readBooks(database);
  assert.deepEqual({ stored, poison, letters: letters.length }, { stored: 20, poison: 0, letters: 0 });
});

test('while Postgres lets nobody in, the process says so and waits; then it goes on', async (t) => {
  const { database, kafka, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const letters = await collectTopic(t, kafka.brokers, kafka.topics.eventsDlq);
  const service = await start();
  const readiness = async () => {
    const answer = await fetch(`http://127.0.0.1:${service.port()}/readyz`);
    const { checks } = (await answer.json()) as { checks: Record<string, string> };
    return { status: answer.status, checks };
  };
  await until('it is ready', async () => (await readiness()).status === 200);
  await allowConnections(database, false);
  await producer.send(...eventsOf(organization, 20));
  const held = await until('a batch is held', async () => {
    const answer = await readiness();
    return answer.checks.batches !== 'ok' && answer;
  });
  assert.equal(held.status, 503);
  assert.match(held.checks.batches ?? '', /^\d+ batches are held: /);
  await allowConnections(database, true);
  await appended(20);
  await until('it is ready again', async () => (await readiness()).status === 200);
  assert.equal((await readBooks(database)).stored, 20);
  assert.equal(letters.length, 0);
});

test('a stop during an outage does not wait for its end, and leaves the records to the next process', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const service = await start();
  await allowConnections(database, false);
  await producer.send(...eventsOf(organization, 1500));
  await until('a batch is held', async () => {
    const answer = await fetch(`http://127.0.0.1:${service.port()}/readyz`);
    return ((await answer.json()) as { checks: Record<string, string> }).checks.batches !== 'ok';
  });
  const deadline = AbortSignal.timeout(60_000);
  await service.stop(deadline);
  assert.equal(deadline.aborted, false);
  await allowConnections(database, true);
  await start();
  await appended(1500);
  const books = await readBooks(database);
  assert.deepEqual([books.stored, books.duplicates], [1500, 0]);
});

test('partitions that change hands in the middle of the load are stored once and counted once', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organizations = await Promise.all(
    Array.from({ length: 10 }, () => insertOrganization(database.pool)),
  );
  const first = await start();
  const events = Array.from({ length: 4000 }, (_, i) =>
    makeEvent(organizations[i % 10] as string, { dedupId: `e${i}` }),
  );
  const sending = (async () => {
    for (let i = 0; i < events.length; i += 100) await producer.send(...events.slice(i, i + 100));
  })();
  await appended(200);
  await start();
  await appended(1500);
  await first.stop(AbortSignal.timeout(10_000));
  await sending;
  await appended(events.length);
  const { stored, duplicates, poison } = await readBooks(database);
  assert.deepEqual({ stored, duplicates, poison }, { stored: 4000, duplicates: 0, poison: 0 });
});

test('what a process has locked that hangs in a transaction is free when its partitions are', async (t) => {
  const { database, producer, env, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const frozen = launchService(t, 'persist', env);
  await producer.send(...eventsOf(organization, 1));
  await appended(1);
  const holder = await database.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('lock table events in exclusive mode');
    await producer.send(...eventsOf(organization, 20));
    await until('it has locked its progress and waits', async () => {
      const { rows } = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and application_name = 'hopline-persist'
            and wait_event_type = 'Lock' and query like '%insert into events%'`,
      );
      return rows.length > 0;
    });
    process.kill(frozen.pid, 'SIGSTOP');
  } finally {
    holder.release(true);
  }
  await start();
  await appended(21);
  const { stored, duplicates } = await readBooks(database);
  assert.deepEqual({ stored, duplicates }, { stored: 20, duplicates: 1 });
});

test('a fan-out of thousands is published in parts, all of it', async (t) => {
  const { database, kafka, producer, start } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  await database.pool.query(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash)
     select gen_random_uuid(), $1, 'https://example.com', '{*}', 'whsec_', 0 from generate_series(1, 1200)`,
    [organization],
  );
  const wakeUps = await collectTopic(t, kafka.brokers, kafka.topics.deliveries);
  await producer.send(...eventsOf(organization, 10));
  await start();
  await until('all wake-ups', () => wakeUps.length >= 12_000);
  const { rows } = await database.pool.query('select count(*)::int as n from deliveries');
  assert.equal(rows[0].n, 12_000);
  assert.equal(new Set(wakeUps.map(({ value }) => value?.toString('hex'))).size, 12_000);
});

test('a failpoint that was left in the environment of a deployment does nothing', async (t: TestContext) => {
  const { database, producer, env, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const failpoint = { FAILPOINT: 'persist:after-commit', NODE_ENV: 'production' };
  const service = launchService(t, 'persist', { ...env, ...failpoint });
  await producer.send(makeEvent(organization));
  await appended(1);
  await producer.send(makeEvent(organization));
  await appended(2);
  assert.equal(service.hasEnded(), false);
});

test('a server that has gone silent is given up, in a transaction as well', async (t) => {
  const database = await createDatabase(t);
  const server = new URL(database.url);
  const port = Number(server.port);
  const sockets: Socket[] = [];
  const proxy = createServer((client) => {
    const upstream = connect(port, server.hostname);
    sockets.push(client, upstream);
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  server.port = String((proxy.address() as AddressInfo).port);
  const operations: string[] = [];
  const pool = createPool({
    databaseUrl: server.href,
    size: 1,
    applicationName: 'test',
    statementTimeoutMs: 1000,
    onIdleError: () => {},
    onOperation: (operation) => operations.push(operation),
  });
  await assert.rejects(
    inTransaction(pool, async (client) => {
      for (const socket of sockets) socket.unpipe();
      await client.query('select 1');
    }),
    /timeout/,
  );
  // The connection was thrown away, and no rollback was waited for on it; the next one goes through.
  assert.deepEqual(operations, ['begin', 'select']);
  assert.deepEqual((await pool.query('select 1 as one')).rows, [{ one: 1 }]);
  await pool.end();
});
