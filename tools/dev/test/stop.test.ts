import assert from 'node:assert/strict';
import { test } from 'node:test';
import { probeKafka } from '../src/kafka-probe.ts';
import { hoplinePlan, KILL_MARGIN_MS } from '../src/plan.ts';
import { eventually } from './support/eventually.ts';
import { simpleQuery } from './support/simple-query.ts';
import { standInStart } from './support/stand-in-start.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

// What a stop may take, and how long something else may hold the machine up meanwhile.
const STOP_WITHIN_MS = 10_000;
const HELD_UP_MS = 20_000;

test('all that a stop waits for, one after the other and each at its worst, is within its time', () => {
  const { services, kafkaGraceMs, postgresGraceMs } = hoplinePlan;
  const ofServices = services.map(
    (group) => KILL_MARGIN_MS + Math.max(...group.map(({ graceMs }) => graceMs)),
  );
  const worstMs = [...ofServices, kafkaGraceMs, postgresGraceMs].reduce((sum, ms) => sum + ms, 0);
  assert.ok(worstMs < STOP_WITHIN_MS, `${worstMs} ms`);
});

test('Ctrl-C at any moment of the start leaves nothing behind', async (t) => {
  const directory = await temporaryDirectory(t);
  // The last one says when it is up: so the moments before it are spread over a whole start, also on a slow machine.
  for (const moment of [/starting on/, /Postgres is up/, /Kafka .* is up/, /are ready \(/]) {
    const start = standInStart(t, directory);
    await eventually(`it says ${moment}`, () => moment.test(start.said()));
    const askedAt = Date.now();
    assert.equal(await start.end('SIGINT'), 0, start.said());
    assert.ok(Date.now() - askedAt < STOP_WITHIN_MS + HELD_UP_MS, `it took ${Date.now() - askedAt} ms`);
    assert.deepEqual(start.left(), [], `at ${moment}`);
  }
  const start = standInStart(t, directory);
  await start.ready();
  assert.equal(await start.end('SIGINT'), 0);
});

test('one Ctrl-C that arrives twice, from the terminal and from npm, is still one', async (t) => {
  const start = standInStart(t, await temporaryDirectory(t));
  await start.ready();
  process.kill(-(start.child.pid ?? 0), 'SIGINT');
  process.kill(-(start.child.pid ?? 0), 'SIGINT');
  assert.equal(await start.ended(), 0);
  assert.match(start.said(), /stopped/);
  assert.deepEqual(start.left(), []);
});

test('a service that does not end is cut short, which is said, and the stop stays within its time', async (t) => {
  const start = standInStart(t, await temporaryDirectory(t), { env: { STAND_IN_IGNORES_SIGTERM: 'yes' } });
  await start.ready();
  const askedAt = Date.now();
  assert.equal(await start.end('SIGINT'), 0);
  assert.ok(Date.now() - askedAt < STOP_WITHIN_MS + HELD_UP_MS, `it took ${Date.now() - askedAt} ms`);
  for (const name of ['api', 'persist', 'deliver']) {
    assert.match(start.said(), new RegExp(`${name} did not end within .* and was cut short`));
  }
  assert.deepEqual(start.left(), []);
});

test('a second Ctrl-C ends everything at once', async (t) => {
  const start = standInStart(t, await temporaryDirectory(t), { env: { STAND_IN_IGNORES_SIGTERM: 'yes' } });
  await start.ready();
  start.child.kill('SIGINT');
  await eventually('it is being killed', () => {
    start.child.kill('SIGINT');
    return /killing/.test(start.said());
  });
  assert.equal(await start.ended(), 130);
  assert.deepEqual(start.left(), []);
});

test('a supervisor that is killed leaves nothing behind, and the next one goes on', async (t) => {
  const directory = await temporaryDirectory(t);
  for (const moment of [/starting on/, /Postgres is up/, /are ready \(/]) {
    const start = standInStart(t, directory);
    await eventually(`it says ${moment}`, () => moment.test(start.said()));
    await start.end('SIGKILL');
    await eventually('nothing is left', () => start.left().length === 0);
  }
  const start = standInStart(t, directory);
  const ready = await start.ready();
  await simpleQuery(ready.databaseUrl, 'create table kept (n int)');
  await start.end('SIGKILL');
  // At once, on the same ports, while the old processes are still on their way out.
  const again = standInStart(t, directory, { args: ['--port', new URL(ready.baseUrl).port] });
  const { databaseUrl } = await again.ready();
  assert.match(again.said(), /did not end cleanly/);
  assert.deepEqual(await simpleQuery(databaseUrl, 'select count(*) from kept'), ['0']);
  assert.equal(await again.end('SIGINT'), 0);
  assert.deepEqual(again.left(), []);
});

test('whatever is killed is started again, and that is said', async (t) => {
  const start = standInStart(t, await temporaryDirectory(t));
  const { pids, baseUrl, databaseUrl, brokers } = await start.ready();
  for (const [name, shown] of [
    ['api', 'api'],
    ['deliver', 'deliver'],
    ['postgres', 'Postgres'],
    ['kafka', 'Kafka'],
  ] as const) {
    process.kill(pids[name] ?? 0, 'SIGKILL');
    await eventually(`${name} is back`, () => new RegExp(`${shown} is back`).test(start.said()));
    assert.match(start.said(), new RegExp(`${shown} died \\(SIGKILL.*\\); starting it again in 0.2 s`));
  }
  assert.equal((await fetch(`${baseUrl}/readyz`)).status, 200);
  assert.deepEqual(await simpleQuery(databaseUrl, 'select 1'), ['1']);
  assert.ok(await probeKafka(Number(brokers[0]?.split(':')[1]), 30_000));
  assert.equal(await start.end('SIGINT'), 0);
  assert.deepEqual(start.left(), []);
});
