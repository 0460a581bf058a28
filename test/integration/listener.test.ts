// The connection that hears NOTIFY, through everything that can happen to it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createListener, type ListenerOptions } from '@hopline/postgres/listener';
import { createDatabase, requiredEnv } from '../support/database.ts';
import { until } from '../support/until.ts';

function start(t: TestContext, databaseUrl: string, options: Partial<ListenerOptions> = {}) {
  const heard: string[] = [];
  const lost: { message: string; failures: number; listening: boolean }[] = [];
  let connected = 0;
  const listener = createListener({
    databaseUrl,
    applicationName: 'a listener',
    channel: 'Some Channel',
    onNotice: (payload) => heard.push(payload),
    onListening: () => {
      connected += 1;
    },
    onLost: ({ message }, failures) => lost.push({ message, failures, listening: listener.listening() }),
    ...options,
  });
  t.after(() => listener.stop(AbortSignal.timeout(5000)));
  return { listener, heard, lost, connected: () => connected };
}

const NOTIFY = `select pg_notify('Some Channel', $1)`;

test('every notice is heard, also after many checks, which are heard by nobody', async (t) => {
  const { url, pool } = await createDatabase(t);
  const { listener, heard, lost } = start(t, url, { checkEveryMs: 5 });
  await listener.start();
  await until('it listens', () => listener.listening());
  const checks = `select 1 from pg_stat_activity where application_name = 'a listener' and query like 'select pg_notify%'`;
  await until('it checks', async () => (await pool.query(checks)).rowCount);
  for (const payload of ['one', 'two']) await pool.query(NOTIFY, [payload]);
  await until('both are heard', () => heard.length === 2);
  assert.deepEqual([heard, lost], [['one', 'two'], []]);
});

test('a connection that the server ends is made again, and whoever listens is told that something may be missed', async (t) => {
  const { url, pool } = await createDatabase(t);
  const { listener, heard, lost, connected } = start(t, url);
  await listener.start();
  await until('it listens', () => listener.listening());
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'a listener'`,
  );
  await until('it listens again', () => connected() === 2);
  assert.equal(lost.length, 1);
  await pool.query(NOTIFY, ['after']);
  await until('it hears', () => heard.includes('after'));
});

test('a connection on which nothing moves any more is noticed and made again', async (t) => {
  const { url, pool } = await createDatabase(t);
  const proxy = await startSilencer(t);
  const through = new URL(url);
  through.port = String(proxy.port);
  const { listener, heard, lost, connected } = start(t, through.href, {
    checkEveryMs: 10,
    answerTimeoutMs: 500,
  });
  await listener.start();
  await until('it listens', () => listener.listening());
  proxy.silence();
  const silenced = { lost: lost.length, connected: connected() };
  await until('the silence is noticed', () => lost.length > silenced.lost);
  assert.ok(lost.every(({ listening }) => !listening));
  await until('it listens on another connection', () => connected() > silenced.connected);
  // A machine that stands still for half a second is silent as well: then it is yet another connection that hears.
  await until('it hears', async () => {
    await pool.query(NOTIFY, ['after']);
    return heard.includes('after');
  });
});

test('a pooler that takes LISTEN and passes no notices on is found out', async (t) => {
  const { url } = await createDatabase(t);
  const through = new URL(url);
  through.port = String(await startPooler(t));
  const { listener, lost, connected } = start(t, through.href, { checkEveryMs: 10 });
  await listener.start();
  await until('it has found it out', () => lost.length >= 2);
  assert.match(lost[0]?.message ?? '', /did not arrive: the URL must lead to Postgres itself/);
  assert.ok(connected() >= 1);
});

test('without a server it tries on, and a stop ends it', async (t) => {
  const { listener, lost } = start(t, 'postgres://hopline@127.0.0.1:1/none');
  await listener.start();
  await until('it has tried three times', () => lost.length >= 3);
  assert.deepEqual(
    lost.slice(0, 3).map(({ failures }) => failures),
    [1, 2, 3],
  );
  assert.equal(listener.listening(), false);
  await listener.stop(AbortSignal.timeout(5000));
  const { length } = lost;
  await listener.stop(AbortSignal.timeout(5000));
  await listener.start();
  assert.equal(lost.length, length);
});

test('it can be stopped before it was started, while it connects, and while it listens', async (t) => {
  const { url, pool } = await createDatabase(t);
  await start(t, url).listener.stop(AbortSignal.timeout(5000));
  const connecting = start(t, url);
  await connecting.listener.start();
  await connecting.listener.stop(AbortSignal.timeout(5000));
  const { listener } = start(t, url);
  await listener.start();
  await until('it listens', () => listener.listening());
  await listener.stop(AbortSignal.timeout(5000));
  assert.equal(listener.listening(), false);
  const left = `select 1 from pg_stat_activity where application_name = 'a listener'`;
  await until('no connection is left', async () => (await pool.query(left)).rowCount === 0);
  assert.deepEqual(connecting.lost, []);
});

/** A way to Postgres on which no notices arrive, as behind a pooler that gives the session to another client. */
async function startPooler(t: TestContext): Promise<number> {
  const target = new URL(requiredEnv('TEST_DATABASE_ADMIN_URL'));
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    client.pipe(upstream);
    let rest = Buffer.alloc(0);
    upstream.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      // A message of the server: its type, its length without the type, its content.
      while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
        const end = 1 + rest.readInt32BE(1);
        const isNotice = rest[0] === 'A'.charCodeAt(0);
        if (!isNotice) client.write(rest.subarray(0, end));
        rest = rest.subarray(end);
      }
    });
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

/** A way to Postgres on which, once silenced, the connections there are stay open and carry nothing. */
async function startSilencer(t: TestContext) {
  const target = new URL(requiredEnv('TEST_DATABASE_ADMIN_URL'));
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as { port: number }).port,
    silence() {
      for (const socket of sockets) {
        socket.unpipe();
        socket.resume();
      }
    },
  };
}
