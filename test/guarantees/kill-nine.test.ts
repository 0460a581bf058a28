// G1, G2, G3, G7: a SIGKILL of persist, of deliver or of the broker while events come in loses nothing, doubles nothing in
// Postgres, and heals without a human. The judge is the demo's ledger, outside of the system.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { runDemo } from '../support/run-demo.ts';
import { startSystem, type TestSystem } from '../support/system.ts';
import { until } from '../support/until.ts';

// Enough that the fault falls into the middle of the load.
const LOAD = ['--events', '600', '--rate', '60'];

async function survives(t: TestContext, fault: (system: TestSystem) => Promise<void>): Promise<void> {
  const system = await startSystem(t);
  const demo = runDemo(system, LOAD);
  await until('a good part of the events is posted', () =>
    /posted (1[5-9]\d|[2-5]\d\d)/.test(demo.progress()),
  );
  await fault(system);
  const { verdict, exitCode } = await demo.result;
  t.diagnostic(JSON.stringify(verdict));
  assert.equal(verdict.accepted, 600);
  assert.equal(verdict.stored, 600);
  assert.equal(verdict.delivered, 600);
  assert.equal(verdict.lost, 0);
  assert.equal(verdict.doubled, 0);
  assert.equal(verdict.invalidSignatures, 0);
  assert.equal(verdict.earlyRetries, 0);
  assert.equal(exitCode, 0);
  const { rows } = await system.database.pool.query(
    'select state, count(*)::int as n from deliveries group by state',
  );
  assert.deepEqual(rows, [{ state: 'succeeded', n: 600 }]);
}

test('kill -9 of persist', (t) => survives(t, (system) => system.killAndRestart('persist')));

test('kill -9 of deliver', (t) => survives(t, (system) => system.killAndRestart('deliver')));

test('kill -9 of the broker', (t) =>
  survives(t, async ({ kafka }) => {
    await kafka.node.kill();
    await kafka.node.start();
  }));
