import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHealth, type OnDependencyChange } from './health.ts';

const soon = AbortSignal.timeout(60_000);

test('it is ready between its start and its stop, while all that is needed is there', async () => {
  let problem: string | undefined;
  const health = createHealth({ needed: { kafka: () => problem }, besides: { postgres: () => 'away' } });
  const statusOf = async () => (await health.report()).status;
  assert.equal((await health.report()).checks.lifecycle, 'starting');
  assert.equal(await statusOf(), 'unavailable');
  await health.start();
  assert.equal(await statusOf(), 'ok', 'Postgres is not needed');
  problem = 'no broker answers';
  assert.equal(await statusOf(), 'unavailable');
  problem = undefined;
  assert.equal(await statusOf(), 'ok');
  await health.stop(soon);
  assert.equal(await statusOf(), 'unavailable');
  assert.equal((await health.report()).checks.lifecycle, 'stopping');
});

test('a report names what is away, why, and since when', async () => {
  const before = Date.now();
  const health = createHealth({ needed: { kafka: () => undefined }, besides: { postgres: () => 'refused' } });
  await health.start();
  const { checks, away } = await health.report();
  await health.stop(soon);
  assert.deepEqual(checks, { lifecycle: 'ok', kafka: 'ok', postgres: 'refused' });
  assert.deepEqual(Object.keys(away), ['postgres']);
  const { since = '', seconds } = away.postgres ?? {};
  assert.match(since, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(Date.parse(since) >= before - 1 && Date.parse(since) <= Date.now());
  assert.ok(Number.isInteger(seconds));
});

test('states are those of the last look, which begins with the start; nothing is asked for them', async () => {
  let asked = 0;
  const health = createHealth({
    needed: {
      kafka: () => {
        asked += 1;
        return 'no broker answers';
      },
      postgres: async () => undefined,
    },
  });
  assert.deepEqual(health.states(), [], 'nothing is known yet');
  await health.start();
  await health.report();
  const looks = asked;
  const [kafka, postgres] = health.states();
  await health.stop(soon);
  assert.deepEqual([kafka?.dependency, kafka?.up, typeof kafka?.sinceMs], ['kafka', false, 'number']);
  assert.deepEqual(postgres, { dependency: 'postgres', up: true });
  assert.equal(asked, looks);
});

test('changes are told of between the start and the stop: what a start waits for is no loss', async () => {
  let problem: string | undefined = 'not started';
  const told: Parameters<OnDependencyChange>[0][] = [];
  const health = createHealth({ needed: { kafka: () => problem }, onChange: (change) => told.push(change) });
  await health.report();
  problem = undefined;
  await health.report();
  assert.deepEqual(told, []);
  await health.start();
  problem = 'no broker answers';
  await health.report();
  await health.report();
  assert.deepEqual(told, [{ dependency: 'kafka', up: false, problem: 'no broker answers' }]);
  await health.stop(soon);
});
